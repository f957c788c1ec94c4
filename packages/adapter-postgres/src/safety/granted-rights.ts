import { readMigrations } from '../migrations.ts'

/** One right of one role: on a table (`column` is empty) or on a column of it. */
export interface Right {
  role: string
  table: string
  /** As Postgres calls it: SELECT, INSERT, UPDATE, DELETE, … */
  privilege: string
  column: string
}

/** A right as one text, for sets. */
export const renderRight = ({ role, table, privilege, column }: Right): string => [role, table, privilege, column].join(' ')

/** What the migrations grant on tables: the one place where it is written what a role may do. `_prisma_migrations` is shown by `migrate`. */
export async function readGrantedRights(): Promise<Right[]> {
  const rights = new Map<string, Right>()
  for (const { sql } of await readMigrations()) {
    for (const { verb, right } of parseGrants(sql)) {
      if (verb === 'GRANT') rights.set(renderRight(right), right)
      else rights.delete(renderRight(right))
    }
  }
  return [...rights.values()]
}

/** The GRANT and REVOKE statements on tables of a migration, in its order. A form that is not understood grants nothing. */
export function parseGrants(sql: string): { verb: 'GRANT' | 'REVOKE'; right: Right }[] {
  const statements = sql.replaceAll(/--[^\n]*/g, '').split(';')
  return statements.flatMap((statement) => {
    const found = /^\s*(GRANT|REVOKE)\s+(.+?)\s+ON\s+(?:TABLE\s+)?([\w\s,]+?)\s+(?:TO|FROM)\s+([\w\s,]+?)\s*$/is.exec(statement)
    if (found === null || /^SCHEMA\s/i.test(found[3] ?? '')) return []
    const verb = (found[1] ?? '').toUpperCase() as 'GRANT' | 'REVOKE'
    const privileges = [...(found[2] ?? '').matchAll(/([a-z]+)\s*(?:\(([^)]*)\))?/gi)].flatMap(([, name = '', columns]) =>
      (columns === undefined ? [''] : listOf(columns)).map((column) => ({ privilege: name.toUpperCase(), column })))
    return listOf(found[3]).flatMap((table) => listOf(found[4]).flatMap((role) => privileges.map((each) => ({ verb, right: { role, table, ...each } }))))
  })
}

const listOf = (text = ''): string[] => text.split(',').map((each) => each.trim())
