import Type from 'typebox'
import { ObjectMeta, Reference, ReferenceInput, anyText, listOf, oneOf } from './common.ts'

const poolName = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z\\-][0-9A-Za-z_.\\-]{0,63}$', description: 'A name for people.' })
const type = oneOf(['SHARED', 'DEDICATED'])
const maxCfu = Type.Integer({ minimum: 0, maximum: 1000, description: 'CFU at most; 0 stands for 10.' })

export const ComputePool = Type.Object(
  {
    api_version: Type.Literal('fcpm/v2'),
    kind: Type.Literal('ComputePool'),
    id: Type.String(),
    metadata: ObjectMeta,
    spec: Type.Object({
      display_name: Type.String(),
      cloud: Type.String(),
      region: Type.String(),
      max_cfu: Type.Integer(),
      enable_ai: Type.Boolean(),
      default_pool: Type.Boolean(),
      type: Type.Optional(Type.Literal('DEDICATED', { description: 'Each INSERT of the pool has a Flink cluster of its own. Absent: all statements of the pool share one. An extension of Headgate.' })),
      http_endpoint: Type.String({ description: 'Base URL of the SQL plane.' }),
      environment: Reference,
    }),
    status: Type.Object({ phase: oneOf(['PROVISIONING', 'PROVISIONED', 'FAILED', 'DEPROVISIONING']), current_cfu: Type.Integer() }),
  },
  { title: 'ComputePool' },
)

export const ComputePoolList = listOf('ComputePool', 'fcpm/v2', ComputePool)

export const ComputePoolCreate = Type.Object(
  {
    spec: Type.Object({
      display_name: poolName,
      cloud: Type.String({ minLength: 1, maxLength: 32, pattern: anyText }),
      region: Type.String({ minLength: 1, maxLength: 64, pattern: anyText }),
      max_cfu: Type.Optional(maxCfu),
      enable_ai: Type.Optional(Type.Boolean()),
      default_pool: Type.Optional(Type.Boolean()),
      type: Type.Optional({ ...type, description: 'DEDICATED: each INSERT of the pool has a Flink cluster of its own, within the one `max_cfu`. SHARED, the default: all statements share one. An extension of Headgate.' }),
      environment: ReferenceInput,
    }),
  },
  { title: 'ComputePoolCreate' },
)

/** A merge patch: what is absent stays. */
export const ComputePoolChange = Type.Object(
  {
    spec: Type.Object({
      display_name: Type.Optional(poolName),
      cloud: Type.Optional(Type.String({ maxLength: 32, pattern: anyText, description: 'Cannot be changed.' })),
      region: Type.Optional(Type.String({ maxLength: 64, pattern: anyText, description: 'Cannot be changed.' })),
      max_cfu: Type.Optional(maxCfu),
      enable_ai: Type.Optional(Type.Boolean()),
      default_pool: Type.Optional(Type.Boolean()),
      type: Type.Optional({ ...type, description: 'Cannot be changed.' }),
      environment: ReferenceInput,
    }),
  },
  { title: 'ComputePoolChange' },
)

export const ComputePoolConfig = Type.Object(
  {
    api_version: Type.Literal('fcpm/v2'),
    kind: Type.Literal('OrgComputePoolConfig'),
    organization_id: Type.String({ format: 'uuid' }),
    spec: Type.Object({ default_pool_enabled: Type.Boolean(), default_pool_max_cfu: Type.Integer() }),
  },
  { title: 'ComputePoolConfig' },
)

export const ComputePoolConfigChange = Type.Object(
  {
    spec: Type.Object({
      default_pool_enabled: Type.Optional(Type.Boolean()),
      default_pool_max_cfu: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
  },
  { title: 'ComputePoolConfigChange' },
)

export const Region = Type.Object(
  {
    api_version: Type.Literal('fcpm/v2'),
    kind: Type.Literal('Region'),
    id: Type.String({ description: '`<cloud>.<region>` in lower case.' }),
    metadata: Type.Object({ self: Type.String() }),
    display_name: Type.String(),
    cloud: Type.String(),
    region_name: Type.String(),
    http_endpoint: Type.String(),
  },
  { title: 'Region' },
)

export const RegionList = listOf('Region', 'fcpm/v2', Region)
