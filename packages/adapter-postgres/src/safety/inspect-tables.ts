import type { Flaw } from './flaw.ts'
import type { Queryable } from './queryable.ts'
import { queueSchema, untenantedTables } from './untenanted.ts'

interface Policy {
  name: string
  command: string
  using: string | null
  check: string | null
}

interface FoundTable {
  schema: string
  name: string
  /** Of `pg_class.relkind`. */
  kind: string
  enabled: boolean
  forced: boolean
  invoker: boolean
  role: string
  /** The permissive ones that hold for the connected role. */
  policies: Policy[]
}

/** Whether every table is bound by row-level security, whoever made it, and no policy or view leads around it. */
export async function inspectTables(pool: Queryable): Promise<Flaw[]> {
  const { rows } = await pool.query<FoundTable>(
    `SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
       coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on'], false) AS invoker, current_user::text AS role,
       coalesce((SELECT json_agg(json_build_object('name', p.polname, 'command', p.polcmd, 'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)))
         FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polroles && ARRAY[0::oid, current_user::regrole::oid]), '[]') AS policies
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', $1)
       AND c.relpersistence <> 't' ORDER BY 1, 2`,
    [queueSchema],
  )
  const tables = rows.filter((table) => !(table.schema === 'public' && table.name in untenantedTables))
  if (tables.length === 0) return [{ what: 'the database has no tables', remedy: 'headgate migrate' }]
  return tables.flatMap((table) => (table.kind === 'r' || table.kind === 'p' ? inspectTable(table) : inspectView(table)))
}

function inspectTable(table: FoundTable): Flaw[] {
  const { schema, name, role, policies } = table
  const full = `${schema}.${name}`
  const flaws: Flaw[] = []
  if (!table.enabled) flaws.push({ what: `row-level security is not enabled on ${full}`, remedy: `ALTER TABLE ${full} ENABLE ROW LEVEL SECURITY` })
  if (!table.forced) flaws.push({ what: `row-level security is not forced on ${full}`, remedy: `ALTER TABLE ${full} FORCE ROW LEVEL SECURITY` })
  if (policies.length === 0) flaws.push({ what: `no policy binds the role ${role} on ${full}`, remedy: `CREATE POLICY tenant ON ${full}, as the migration of that table has it` })
  for (const policy of policies.filter((each) => !isNarrow(name, role, each))) {
    flaws.push({ what: `the policy ${policy.name} on ${full} does not hold the role ${role} to its tenant`, remedy: `DROP POLICY ${policy.name} ON ${full}, then create it as the migrations have it` })
  }
  const lacksTenant = policies.length > 0 && !policies.some((policy) => policy.command === '*' && (isTenant(name, policy) || isWorkIndex(name, role, policy)))
  if (lacksTenant) flaws.push({ what: `the policy of the tenant is missing on ${full}`, remedy: `CREATE POLICY tenant ON ${full}, as the migration of that table has it` })
  return flaws
}

const isNarrow = (table: string, role: string, policy: Policy): boolean => isTenant(table, policy) || isWorkIndex(table, role, policy) || isStorageIndex(table, role, policy) || isPresentedKey(table, policy)

const ofOrganization = /^\(*(organization_id|id) = current_setting\('headgate\.organization_id'::text, true\)\)( AND \(.*\)\))?$/s

/** The organization of the transaction, whatever else must hold too. */
function isTenant(table: string, { using, check }: Policy): boolean {
  const isBound = (expression: string) => {
    const found = ofOrganization.exec(expression)
    return found !== null && (found[1] === 'id') === (table === 'organization')
  }
  return using !== null && isBound(using) && (check === null || isBound(check))
}

/** The controller works on the work index across tenants: ids, times and leases. */
const isWorkIndex = (table: string, role: string, policy: Policy): boolean =>
  table === 'work_item' && role === 'headgate_controller' && policy.name === 'work_index' && policy.using === 'true'

/** The keeper of files works on their keys in it across tenants. */
const isStorageIndex = (table: string, role: string, policy: Policy): boolean =>
  table === 'work_item' && role === 'headgate_snapshots' && policy.name === 'storage_index' && policy.using === "(kind = 'storage'::text)"

/** The look-up of the API key that a request presented: its own row, to read. */
const isPresentedKey = (table: string, policy: Policy): boolean =>
  table === 'api_key' && policy.command === 'r' && policy.using === "(id = current_setting('headgate.api_key_id'::text, true))"

/** A view reads with the rights of its owner, whom row-level security may not bind; materialized and foreign rows it never binds. */
function inspectView({ schema, name, kind, invoker }: FoundTable): Flaw[] {
  if (kind === 'v' && invoker) return []
  const noun = kind === 'v' ? 'view' : kind === 'm' ? 'materialized view' : 'foreign table'
  const remedy = kind === 'v' ? `ALTER VIEW ${schema}.${name} SET (security_invoker = true)` : `DROP ${noun.toUpperCase()} ${schema}.${name}`
  return [{ what: `row-level security does not bind the ${noun} ${schema}.${name}`, remedy }]
}
