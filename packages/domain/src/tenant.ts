/** One environment of one organization: the smallest thing that owns rows, names, directories and processes. */
export interface Tenant {
  /** UUID. */
  readonly organizationId: string
  /** `env-` and six characters of [a-z0-9]. */
  readonly environmentId: string
}

/** An organization, or one environment of it: how far an API key reaches. */
export interface Scope {
  readonly organizationId: string
  /** Absent: every environment of the organization. */
  readonly environmentId?: string
}
