import type { Catalog, CatalogObject, Connection } from '@headgate/domain'
import { readStatement, type ReadStatement } from '@headgate/sql'
import { readDescribe, type DescribeRow } from './describe-columns.ts'
import { readShowCreate } from './read-show-create.ts'
import type { SessionInput } from './session-plan.ts'

/** For tests of this folder: reads a statement that must be readable. */
export function read(sql: string): ReadStatement {
  const result = readStatement(sql)
  if (!result.ok) throw new Error(result.message)
  return result.value
}

/** An object as if Flink had answered so to SHOW CREATE and DESCRIBE. */
export function objectOf(database: string, name: string, showCreate: string, describe: DescribeRow[] = [], version = 1): CatalogObject {
  const shown = readShowCreate(showCreate, { database, name }, catalogOf())
  if (!shown.ok) throw new Error(shown.message)
  const { primaryKey, ...rest } = shown.value
  const described = readDescribe(describe, primaryKey)
  if (!described.ok) throw new Error(described.message)
  return { ...rest, ...described.value, version, createdAtMs: 1, updatedAtMs: 1 }
}

/** A table with two columns and these options. */
export const tableOf = (database: string, name: string, options: Record<string, string>): CatalogObject =>
  objectOf(
    database,
    name,
    `CREATE TABLE \`env-abc123\`.\`${database.replaceAll('`', '``')}\`.\`${name.replaceAll('`', '``')}\` (\n  \`id\` BIGINT,\n  \`v\` VARCHAR(2147483647)\n)\nWITH (\n${Object.entries(options).map(([key, value]) => `  '${key}' = '${value.replaceAll("'", "''")}'`).join(',\n')}\n)\n`,
    [['id', 'BIGINT', true, null, null, null], ['v', 'STRING', true, null, null, null]],
  )

export const viewOf = (database: string, name: string, query: string): CatalogObject =>
  objectOf(database, name, `CREATE VIEW \`env-abc123\`.\`${database}\`.\`${name}\` (\n  \`id\`\n)\nAS ${query}\n`, [['id', 'BIGINT', true, null, null, null]])

export const catalogOf = (objects: CatalogObject[] = [], databases: string[] = []): Catalog => ({
  id: 'env-abc123',
  displayName: 'Shop',
  databases: databases.map((name) => ({ name, version: 1 })),
  objects,
})

export const kafkaConnection: Connection = {
  organizationId: 'o', environmentId: 'env-abc123', name: 'kk', connectionType: 'KAFKA', endpoint: 'broker:9092',
  authData: '{"USERNAME":"u","PASSWORD":"p\\"w"}', version: 1, createdAtMs: 1, updatedAtMs: 1,
}

export const sessionOf = (sql: string, catalog: Catalog, more: Partial<SessionInput> = {}): SessionInput => ({
  read: read(sql),
  properties: {},
  catalog,
  connections: [],
  environmentDefaults: { filesRootUri: 'file:///files' },
  identity: { organizationId: 'o', environmentId: 'env-abc123', statementName: 'my-statement', statementUid: '0f8fad5b-d9cb-469f-a165-70867728950e' },
  purpose: 'run',
  ...more,
})
