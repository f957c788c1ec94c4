import type { Flaw } from './flaw.ts'
import { readGrantedRights, renderRight } from './granted-rights.ts'
import type { Queryable } from './queryable.ts'
import { queueSchema, untenantedTables } from './untenanted.ts'

/** Rights of the connected role beyond what it needs: attributes, memberships, ownership, and grants that no migration made. */
export async function inspectRole(pool: Queryable): Promise<Flaw[]> {
  return [...(await inspectAttributes(pool)), ...(await inspectTableRights(pool)), ...(await inspectOtherRights(pool))]
}

interface Attributes {
  name: string
  attributes: string[]
  memberships: string[]
  belongings: string[]
  settings: string[]
}

async function inspectAttributes(pool: Queryable): Promise<Flaw[]> {
  const { rows } = await pool.query<Attributes>(
    `SELECT r.rolname::text AS name,
       array_remove(ARRAY[CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
         CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END], NULL) AS attributes,
       ARRAY(SELECT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member = r.oid ORDER BY 1) AS memberships,
       ARRAY(SELECT pg_describe_object(d.classid, d.objid, d.objsubid) FROM pg_shdepend d
         WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid AND d.deptype = 'o'
           AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) ORDER BY 1) AS belongings,
       ARRAY(SELECT split_part(setting, '=', 1) FROM pg_db_role_setting s, unnest(s.setconfig) setting
         WHERE s.setrole IN (0, r.oid) AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
           AND (setting LIKE 'headgate.%' OR setting LIKE 'row_security=%') ORDER BY 1) AS settings
     FROM pg_roles r WHERE r.rolname = current_user`,
  )
  const role = rows[0]
  if (role === undefined) return []
  return [
    ...role.attributes.map((attribute) => ({ what: `the role ${role.name} has the attribute ${attribute}`, remedy: `ALTER ROLE ${role.name} NO${attribute}` })),
    ...role.memberships.map((of) => ({ what: `the role ${role.name} is a member of ${of}`, remedy: `REVOKE ${of} FROM ${role.name}` })),
    ...role.belongings.map((object) => ({ what: `the role ${role.name} owns the ${object}`, remedy: `ALTER … OWNER TO headgate_migrator for the ${object}` })),
    ...role.settings.map((name) => ({ what: `${name} is preset for the role ${role.name} or its database`, remedy: `ALTER ROLE … RESET ${name}, ALTER DATABASE … RESET ${name}` })),
  ]
}

interface FoundRight {
  schema: string
  table: string
  isTable: boolean
  column: string
  privilege: string
  grantable: boolean
  grantee: string
  role: string
}

/** On tables, views and sequences, of the role and of PUBLIC, whole or by column. */
async function inspectTableRights(pool: Queryable): Promise<Flaw[]> {
  const { rows } = await pool.query<FoundRight>(
    `SELECT n.nspname::text AS schema, c.relname::text AS table, c.relkind IN ('r', 'p') AS "isTable", f.name AS column, f.privilege, f.grantable, current_user::text AS role,
       CASE WHEN f.grantee = 0 THEN 'PUBLIC' ELSE current_user END AS grantee
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL (
       SELECT '' AS name, a.privilege_type AS privilege, a.is_grantable AS grantable, a.grantee FROM aclexplode(c.relacl) a
       UNION ALL
       SELECT t.attname, a.privilege_type, a.is_grantable, a.grantee FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = c.oid AND NOT t.attisdropped
     ) f
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND f.grantee IN (0, current_user::regrole) ORDER BY 1, 2, 4, 3`,
  )
  const granted = await readGrantedRights()
  const expected = new Set(granted.map(renderRight))
  const known = new Set([...granted.map((right) => right.table), ...Object.keys(untenantedTables)])
  return rows.filter((row) => !isExpected(row, expected, known)).map((row) => {
    const right = `${row.privilege}${row.column === '' ? '' : ` (${row.column})`}`
    const option = row.grantable ? ' WITH GRANT OPTION' : ''
    return {
      what: `${row.grantee === 'PUBLIC' ? 'everybody (PUBLIC)' : `the role ${row.grantee}`} has ${right}${option} on ${row.schema}.${row.table}`,
      remedy: `REVOKE ${row.grantable && expected.has(renderRight({ ...row, role: row.grantee })) ? 'GRANT OPTION FOR ' : ''}${right} ON ${row.schema}.${row.table} FROM ${row.grantee}`,
    }
  })
}

function isExpected(row: FoundRight, expected: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  if (row.grantable || row.grantee === 'PUBLIC') return false
  if (row.schema === queueSchema) return true
  if (row.schema !== 'public') return false
  // A table of a newer version, which migrated while this one runs. That it is bound by row-level security is looked at elsewhere.
  if (row.isTable && !known.has(row.table)) return true
  return row.table in untenantedTables ? row.privilege === 'SELECT' : expected.has(renderRight(row))
}

/** On the database and its schemas, by default privileges, and through functions that run with the rights of their owner. */
async function inspectOtherRights(pool: Queryable): Promise<Flaw[]> {
  const { rows } = await pool.query<{ object: string; privilege: string; grantee: string }>(
    `WITH found AS (
       SELECT 'DATABASE ' || quote_ident(d.datname) AS object, a.privilege_type AS privilege, a.grantee
       FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
       WHERE d.datname = current_database() AND NOT (a.privilege_type = 'CONNECT')
       UNION ALL
       SELECT 'SCHEMA ' || quote_ident(n.nspname), a.privilege_type, a.grantee
       FROM pg_namespace n, aclexplode(n.nspacl) a
       WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT (a.privilege_type = 'USAGE' AND n.nspname IN ('public', $1))
       UNION ALL
       SELECT 'objects that ' || a.grantor::regrole || ' will make (default privileges)', a.privilege_type, a.grantee
       FROM pg_default_acl d, aclexplode(d.defaclacl) a WHERE d.defaclobjtype IN ('r', 'S', 'n')
       UNION ALL
       SELECT 'FUNCTION ' || p.oid::regprocedure || ' (SECURITY DEFINER)', a.privilege_type, a.grantee
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
       WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
     )
     SELECT object, privilege, CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE current_user END AS grantee
     FROM found WHERE grantee IN (0, current_user::regrole) ORDER BY 1, 2, 3`,
    [queueSchema],
  )
  return rows.map(({ object, privilege, grantee }) => ({
    what: `${grantee === 'PUBLIC' ? 'everybody (PUBLIC)' : `the role ${grantee}`} has ${privilege} on ${object}`,
    remedy: object.includes('default privileges') ? `ALTER DEFAULT PRIVILEGES … REVOKE ${privilege} … FROM ${grantee}` : `REVOKE ${privilege} ON ${object.replace(' (SECURITY DEFINER)', '')} FROM ${grantee}`,
  }))
}
