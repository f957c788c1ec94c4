import type { FlinkReading } from '@headgate/testbed'
import { checkGate } from '../gate/check-gate.ts'
import { readStatement } from '../read/read-statement.ts'
import type { ReadStatement } from '../types.ts'
import { aPolicy } from './a-policy.ts'

/** How our reading of a text stands to Flink's. */
export type Comparison =
  | { verdict: 'both accept' | 'both refuse' | 'only Flink refuses' }
  /** We refuse a text that Flink can parse: right where it is hostile. */
  | { verdict: 'only we refuse'; told: string }
  /** What Flink reads in it was not what the gate looked at. */
  | { verdict: 'bypass'; how: string }

const query = /^(?:SqlSelect|SqlOrderBy|SqlWith|VALUES|(?:UNION|INTERSECT|EXCEPT)(?: ALL)?)$/
const orExecuted = (kind: RegExp): RegExp => new RegExp(`^(?:SqlExecute|${kind.source.slice(1, -1)})$`)

/** What Flink's node of each action of ours may be. */
const kinds: Record<ReadStatement['action']['kind'], RegExp> = {
  select: orExecuted(query),
  'information-schema': orExecuted(query),
  insert: /^(?:RichSqlInsert|SqlExecute)$/,
  'statement-set': /^SqlExecute$/,
  'create-table': /^SqlCreateTable(?:Like)?$/,
  'create-table-as': /^SqlCreateTableAs$/,
  'alter-table': /^SqlAlterTable\w+$/,
  'drop-table': /^SqlDropTable$/,
  'create-view': /^SqlCreateView$/,
  'alter-view': /^SqlAlterView(?:As|Rename)$/,
  'drop-view': /^SqlDropView$/,
  'create-database': /^SqlCreateDatabase$/,
  'alter-database': /^SqlAlterDatabase$/,
  'drop-database': /^SqlDropDatabase$/,
  show: /^SqlShow(?:Catalogs|Databases|Tables|Columns|CreateTable|CreateView|Functions|CurrentCatalog|CurrentDatabase|Connections)$/,
  describe: /^SqlRichDescribeTable$/,
  explain: /^SqlRichExplain$/,
  use: /^SqlUse(?:Catalog|Database)$/,
  set: /^(?:SqlSet|SetOperation)$/,
  reset: /^(?:SqlReset|ResetOperation)$/,
  forbidden: /^$/,
}

/** Nodes that no accepted statement may hold, at whatever depth. */
const forbiddenNodes =
  /^Sql(?:AddJar|RemoveJar|ShowJars|CreateFunction|AlterFunction|DropFunction|LoadModule|UnloadModule|UseModules|ShowModules|\w*(?<!Current)Catalog(?!s$)\w*|\w*Model\w*|\w*Connection|\w*Plan|StopJob|DescribeJob|ShowJobs|ShowProcedures|ShowCall|TruncateTable|AnalyzeTable|\w*MaterializedTable\w*|\w*Partitions|ReplaceTableAs|Delete|Update|Merge|RawTypeNameSpec|StructuredTypeNameSpec|BeginStatementSet|EndStatementSet|Resource)$/

/** Compares the gate's look at a text with what Flink's own parser reads in it. */
export function compareWithFlink(sql: string, flink: FlinkReading): Comparison {
  const read = readStatement(sql)
  const allowed = read.ok ? checkGate(read.value, aPolicy) : read
  if (!flink.ok) return { verdict: allowed.ok ? 'only Flink refuses' : 'both refuse' }
  if (!read.ok || !allowed.ok) return { verdict: 'only we refuse', told: allowed.ok ? '' : allowed.message }
  const how = differenceOf(read.value, flink)
  return how === undefined ? { verdict: 'both accept' } : { verdict: 'bypass', how }
}

function differenceOf(read: ReadStatement, flink: FlinkReading & { ok: true }): string | undefined {
  const { action } = read
  if (!kinds[action.kind].test(flink.kind)) return `Flink reads ${flink.kind}, we ${action.kind}`
  const node = flink.classes.find((each) => forbiddenNodes.test(each) && !(action.kind === 'use' || action.kind === 'show'))
  if (node !== undefined) return `Flink reads a ${node} in it`
  if (['set', 'reset', 'use', 'show', 'describe'].includes(action.kind)) return undefined
  const options = new Set(read.optionLists.flatMap((list) => list.options.map(({ key, value }) => JSON.stringify([key, value]))))
  const unseen = flink.options.find((option) => !options.has(JSON.stringify(option)))
  if (unseen !== undefined) return `Flink reads the option ${JSON.stringify(unseen)}`
  const hints = new Set(read.hints.map(({ name }) => name))
  const hint = flink.hints.find((name) => !hints.has(name.toUpperCase()))
  if (hint !== undefined) return `Flink reads the hint ${hint}`
  return missingName(read, flink.names)
}

/** A session gets the objects that the text names: one that only Flink sees would be missing there. */
function missingName(read: ReadStatement, names: string[][]): string | undefined {
  if (read.action.kind === 'create-database' || read.action.kind === 'drop-database') return undefined
  const ours = new Set(read.identifiers.map(({ catalog, database, name }) => JSON.stringify([catalog, database, name].filter((part) => part !== undefined))))
  const missing = names.map((parts) => parts.filter((part) => part !== '').slice(0, 3)).find((parts) => parts.length > 0 && !ours.has(JSON.stringify(parts)))
  return missing === undefined ? undefined : `Flink reads the name ${JSON.stringify(missing)}`
}
