import Type from 'typebox'
import { ObjectMeta, displayName, ignored, listOf, oneOf } from './common.ts'

export const Organization = Type.Object(
  {
    api_version: Type.Literal('org/v2'),
    kind: Type.Literal('Organization'),
    id: Type.String({ format: 'uuid' }),
    metadata: ObjectMeta,
    display_name: Type.String(),
    jit_enabled: Type.Boolean(),
  },
  { title: 'Organization' },
)
export const OrganizationList = listOf('Organization', 'org/v2', Organization)
export const OrganizationChange = Type.Object({ display_name: Type.Optional(displayName()) }, { title: 'OrganizationChange' })

const governance = Type.Object({ package: oneOf(['ESSENTIALS', 'ADVANCED']) })

export const Environment = Type.Object(
  {
    api_version: Type.Literal('org/v2'),
    kind: Type.Literal('Environment'),
    id: Type.String({ description: '`env-…`, also the name of its SQL catalog.' }),
    metadata: ObjectMeta,
    display_name: Type.String({ description: 'The other name of its SQL catalog.' }),
    stream_governance_config: governance,
  },
  { title: 'Environment' },
)
export const EnvironmentList = listOf('Environment', 'org/v2', Environment)
export const EnvironmentCreate = Type.Object({ display_name: displayName(), stream_governance_config: ignored() }, { title: 'EnvironmentCreate' })
export const EnvironmentChange = Type.Object({ display_name: Type.Optional(displayName()), stream_governance_config: ignored() }, { title: 'EnvironmentChange' })
