/** Who made it and when; `version` is the optimistic lock of simple resources. */
export interface Stored {
  version: number
  createdAtMs: number
  updatedAtMs: number
}

export interface Organization extends Stored {
  /** UUID. */
  id: string
  displayName: string
}

export interface Environment extends Stored {
  organizationId: string
  /** `env-…`: also the name of its SQL catalog. */
  id: string
  displayName: string
  /** Options for tables that name no connector: a connection to use, or plain options. */
  defaults: { kafkaConnection?: string }
}

export interface ServiceAccount extends Stored {
  organizationId: string
  /** `sa-…`. */
  id: string
  displayName: string
  description: string
}

/** An API key. The secret is shown once and stored only as its SHA-256. */
export interface ApiKey extends Stored {
  organizationId: string
  /** 16 upper-case characters: the Basic user name. */
  id: string
  displayName: string
  description: string
  ownerId: string
  /** `cloud`: the whole organization on both planes; `region`: the data plane of one environment. */
  reach: { kind: 'cloud' } | { kind: 'region'; environmentId: string; regionId: string }
  /** SHA-256 of the secret, hex. */
  secretHash: string
}

/** A named address with credentials that SQL refers to. */
export interface Connection extends Stored {
  organizationId: string
  environmentId: string
  name: string
  /** Upper case: KAFKA, JDBC, SCHEMA_REGISTRY, and those that the clients create (OPENAI, MONGODB, …). */
  connectionType: string
  endpoint: string
  /** The JSON text of auth_data.data: encrypted at rest, masked on every read of the API. */
  authData: string
}

/** The default pool settings of an organization. */
export interface ComputePoolConfig extends Stored {
  organizationId: string
  defaultPoolEnabled: boolean
  defaultPoolMaxCfu: number
}
