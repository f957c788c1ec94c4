import type { Environment } from '@headgate/domain'

/** What tables without a connector get, as the wire shows it. */
export const renderDefaults = (environment: Environment) => ({
  api_version: 'headgate/v1',
  kind: 'EnvironmentDefaults',
  organization_id: environment.organizationId,
  environment_id: environment.id,
  kafka_connection: environment.defaults.kafkaConnection ?? null,
})
