import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { servingRoles } from '../roles.ts'
import type { ServingRole } from '../roles.ts'
import { explainSchemaVersion, querySchemaVersion } from '../schema-version.ts'
import type { Flaw } from './flaw.ts'
import { inspectRole } from './inspect-role.ts'
import { inspectTables } from './inspect-tables.ts'
import type { Queryable } from './queryable.ts'

/** So many flaws are told at once. */
const toldMax = 10

/**
 * Checks that the schema has what this code needs, and what the separation of tenants rests on, as the connected role: it is the one meant and may no more than the migrations grant,
 * and every table has row-level security enabled, forced and with the policy of the tenant. `rejected` with what is wrong, where, and what to do.
 */
export async function checkSafety(pool: Queryable, role: ServingRole): Promise<Result<void>> {
  const wanted = servingRoles[role]
  const { rows } = await pool.query<{ name: string }>('SELECT current_user::text AS name')
  const name = rows[0]?.name ?? 'unknown'
  const lacking = name === wanted ? explainSchemaVersion(await querySchemaVersion(pool)) : undefined
  if (lacking !== undefined) return failed('rejected', lacking)
  // Of another role there is nothing to compare with, and much to tell: one word is enough.
  const flaws: Flaw[] =
    name === wanted
      ? [...(await inspectRole(pool)), ...(await inspectTables(pool))]
      : [{ what: `the role is ${name}, not ${wanted}`, remedy: `connect as ${wanted}: the name of the role stands in the URL of the database` }]
  if (flaws.length === 0) return ok(undefined)
  const more = flaws.length > toldMax ? `; and ${flaws.length - toldMax} more` : ''
  const told = flaws.slice(0, toldMax)
  return failed(
    'rejected',
    `The database is not safe to serve tenants from: ${told.map((flaw) => flaw.what).join('; ')}${more}. ` +
      `Mend it as its owner or as an administrator, then start again: ${told.map((flaw) => flaw.remedy).join('; ')}.`,
  )
}
