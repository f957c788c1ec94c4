import { redacted } from '@headgate/contract'
import type { Connection } from '@headgate/domain'
import type { Links } from '../http/links.ts'
import { connectionPath } from './paths.ts'
import { renderTime } from './time.ts'

/** A connection as the wire shows it: of its credentials the names alone. */
export const renderConnection = (connection: Connection, links: Links) => ({
  api_version: 'sql/v1',
  kind: 'Connection',
  name: connection.name,
  organization_id: connection.organizationId,
  environment_id: connection.environmentId,
  metadata: {
    self: links.to(connectionPath(connection, connection.name)),
    created_at: renderTime(connection.createdAtMs),
    updated_at: renderTime(connection.updatedAtMs),
    uid: connection.name,
    resource_version: String(connection.version),
  },
  spec: {
    connection_type: connection.connectionType,
    endpoint: connection.endpoint,
    auth_data: { kind: 'PlaintextProvider', data: maskAuthData(connection.authData) },
  },
  status: { phase: 'ACTIVE', detail: '' },
})

function maskAuthData(authData: string): string {
  try {
    return JSON.stringify(Object.fromEntries(Object.keys(JSON.parse(authData) as object).map((name) => [name, redacted])))
  } catch {
    return '{}'
  }
}
