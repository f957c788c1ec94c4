import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type pg from 'pg'
import { apiRole, controllerRole } from './roles.ts'

/** The bookkeeping of migrations, which holds nothing of a tenant. */
const untenanted = ['_prisma_migrations']

/**
 * Checks what row-level security rests on: the connected role is the one meant, is no superuser, may not bypass it and owns no
 * table (nor is a member of a role that could), and every table of the schema has it enabled and forced. `rejected` with what is wrong.
 */
export async function checkRole(pool: pg.Pool, role: 'api' | 'controller'): Promise<Result<void>> {
  const wanted = role === 'api' ? apiRole : controllerRole
  const { rows: roles } = await pool.query<{ name: string; superuser: boolean; bypass: boolean; mighty: string[] }>(
    `SELECT current_user AS name, rolsuper AS superuser, rolbypassrls AS bypass,
       ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.rolname <> current_user AND pg_has_role(current_user, r.oid, 'MEMBER')
         AND (r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace))) AS mighty
     FROM pg_roles WHERE rolname = current_user`,
  )
  const found = roles[0]
  const problems: string[] = []
  if (found === undefined || found.name !== wanted) problems.push(`the role is ${found?.name ?? 'unknown'}, not ${wanted}`)
  if (found?.superuser) problems.push('the role is a superuser')
  if (found?.bypass) problems.push('the role may bypass row-level security')
  if (found !== undefined && found.mighty.length > 0) problems.push(`the role is a member of ${found.mighty.join(', ')}`)
  const { rows: tables } = await pool.query<{ name: string; bound: boolean; owned: boolean }>(
    `SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS bound, relowner = current_user::regrole AS owned
     FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> ALL($1::text[])`,
    [untenanted],
  )
  if (tables.length === 0) problems.push('the database has no tables: migrate it first (headgate migrate)')
  for (const table of tables) {
    if (!table.bound) problems.push(`row-level security is not enabled and forced on ${table.name}`)
    if (table.owned) problems.push(`the role owns ${table.name}`)
  }
  return problems.length === 0 ? ok(undefined) : failed('rejected', `The database is not safe to serve from: ${problems.join('; ')}.`)
}
