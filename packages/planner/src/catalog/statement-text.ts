import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { checkOptions, replaceSpans, type OptionList, type ReadStatement } from '@headgate/sql'
import { defaultPath, defaultTableOptions, defaultTopic } from './default-table-options.ts'
import { findObject } from './name-resolution.ts'
import { renderOptionList } from './option-list.ts'
import { declaredPrimaryKey, parseCreateTable, type CreateTableParts } from './parse-create-table.ts'
import { readDefinition } from './read-definition.ts'
import { resolveSecretsInValue, secretEdits } from './secrets.ts'
import { policyOf, type SessionInput } from './session-plan.ts'
import { entriesOf, resolveConnectionOption, transactionalIdPrefix } from './table-options.ts'
import type { TextEdit } from './text-edit.ts'

/** The options of a list as a record; of a key that is written twice the last one counts, as in Flink. */
export const optionsOf = (list: OptionList | undefined): Record<string, string> =>
  Object.fromEntries((list?.options ?? []).map(({ key, value }) => [key, value]))

/** The statement as it runs: secrets, connections in hints and names outside put in, the distribution cut out. */
export function runStatementText(input: SessionInput, currentDatabase: string): Result<string> {
  const { read, properties } = input
  const hints = read.optionLists.filter((list) => list.where === 'hint')
  const edits = secretEdits(read, properties, 'The statement', hints)
  if (!edits.ok) return edits
  const all: TextEdit[] = [...edits.value]
  for (const hint of hints) {
    const edit = hintEdit(hint, input, currentDatabase)
    if (!edit.ok) return edit
    if (edit.value !== undefined) all.push(edit.value)
  }
  if (read.distribution !== undefined) all.push({ ...read.distribution, text: '' })
  return ok(replaceSpans(read.sql, all))
}

/** Undefined when the hint can stay as it is: then positions in Flink's errors fit the user's text. */
function hintEdit(hint: OptionList, input: SessionInput, currentDatabase: string): Result<TextEdit | undefined> {
  const written = optionsOf(hint)
  const where = `The hint on ${hint.table?.name ?? 'a table'}`
  const table = hint.table && { database: hint.table.database ?? currentDatabase, name: hint.table.name }
  const object = table && findObject(input.catalog, table.database, table.name)
  // The connector is the table's; only the connection's own options are wanted here.
  const inherited = Object.fromEntries(Object.entries(object?.options ?? {}).filter(([key]) => key === 'connector' || key.endsWith('format')))
  const connected = resolveConnectionOption({ ...inherited, ...written }, input.connections, where)
  if (!connected.ok) return connected
  const options: Record<string, string> = {}
  for (const [key, value] of Object.entries(connected.value)) {
    if (key in inherited && !(key in written)) continue
    const resolved = resolveSecretsInValue(value, input.properties, where)
    if (!resolved.ok) return resolved
    options[key] = resolved.value
  }
  const prefix = options['sink.transactional-id-prefix']
  if (prefix !== undefined) options['sink.transactional-id-prefix'] = transactionalIdPrefix(prefix, table ?? { database: currentDatabase, name: 'hint' }, input.identity)
  if (JSON.stringify(options) === JSON.stringify(written)) return ok(undefined)
  const checked = checkOptions(entriesOf({ ...inherited, ...options }), where, policyOf(input))
  if (!checked.ok) return checked
  return ok({ start: hint.start, end: hint.end, text: renderOptionList(options) })
}

/** DDL as it is sent: as written, with the environment's default options where a new table names no connector. */
export function defineStatementText(input: SessionInput, currentDatabase: string): Result<string> {
  const { read } = input
  const action = read.action
  if (action.kind !== 'create-table' && action.kind !== 'create-table-as') return ok(read.sql)
  const parts = parseCreateTable(read.tokens)
  // Not readable by us: Flink's parser says what is wrong.
  if (parts === undefined) return ok(read.sql)
  const written = optionsOf(read.optionLists.find((list) => list.where === 'with' && list.start === parts.withList?.start))
  if (written.connector !== undefined) return ok(read.sql)
  const options = optionsOfNewTable(read, parts, written, input, currentDatabase)
  if (!options.ok) return options
  if (options.value === undefined) return ok(read.sql)
  const list = renderOptionList(options.value)
  const edit = parts.withList !== undefined ? { ...parts.withList, text: list } : { start: parts.insertWithAt, end: parts.insertWithAt, text: `\nWITH ${list}\n` }
  return ok(replaceSpans(read.sql, [edit]))
}

/** Undefined: nothing is to be added, because LIKE brings the options. */
function optionsOfNewTable(
  read: ReadStatement,
  parts: CreateTableParts,
  written: Record<string, string>,
  input: SessionInput,
  currentDatabase: string,
): Result<Record<string, string> | undefined> {
  const action = read.action
  if (action.kind !== 'create-table' && action.kind !== 'create-table-as') return ok(undefined)
  const target = { database: action.target.database ?? currentDatabase, name: action.target.name }
  const like = action.kind === 'create-table' ? action.like : undefined
  const source = like && findObject(input.catalog, like.database ?? currentDatabase, like.name)
  if (like !== undefined && source === undefined) return ok(undefined)
  if (source !== undefined && !parts.like?.excludesOptions) return ok(withOwnPlace(source, target, written, input))
  const inheritedKey =
    source === undefined || parts.like?.excludesConstraints
      ? []
      : source.columns.filter((column) => column.primaryKeyPosition !== undefined).map((column) => column.name)
  const ownKey = declaredPrimaryKey(parts)
  return defaultTableOptions({
    ...target,
    written,
    primaryKey: ownKey.length > 0 ? ownKey : inheritedKey,
    distributionColumns: read.distribution?.columns ?? [],
    defaults: input.environmentDefaults,
    connections: input.connections,
    statementUid: input.identity.statementUid,
  })
}

/** A table LIKE one that Headgate gave a place must not share that place: two tables, two contents. */
function withOwnPlace(
  source: { database: string; name: string; options: Record<string, string> },
  target: { database: string; name: string },
  written: Record<string, string>,
  input: SessionInput,
): Record<string, string> | undefined {
  const root = input.environmentDefaults.filesRootUri.replace(/\/+$/, '')
  if (written.path === undefined && source.options.path?.startsWith(`${root}/`)) {
    return { ...written, path: defaultPath(target, root, input.identity.statementUid) }
  }
  if (written.topic === undefined && source.options.connection !== undefined && source.options.topic === defaultTopic(source)) {
    return { ...written, topic: defaultTopic(target) }
  }
  return undefined
}

/** Refuses what Flink would accept and then get wrong: two exactly-once sinks of one table fence each other's transactions off. */
export function refuseDoubledSink(read: ReadStatement, optionsOfTable: (name: { database?: string; name: string }) => Record<string, string> | undefined): Result<void> {
  const action = read.action.kind === 'explain' ? read.action.inner.action : read.action
  if (action.kind !== 'statement-set') return ok(undefined)
  const seen = new Set<string>()
  for (const target of action.targets) {
    const key = JSON.stringify([target.database, target.name])
    const options = optionsOfTable(target)
    if (seen.has(key) && options?.['sink.delivery-guarantee'] === 'exactly-once' && options.connector?.includes('kafka')) {
      return failed(
        'rejected',
        `The statement set writes twice into '${target.name}' with exactly-once delivery, and the two writers would end each other's transactions: ` +
          'join them with UNION ALL, or use separate statements.',
      )
    }
    seen.add(key)
  }
  return ok(undefined)
}

/** A stored table with its options replaced and its distribution cut out, which Flink's in-house connectors refuse. */
export function definitionEdits(object: Parameters<typeof readDefinition>[0], options: Record<string, string> | undefined, cutDistribution: boolean): TextEdit[] {
  const { parts } = readDefinition(object)
  const edits: TextEdit[] = []
  if (options !== undefined && parts.withList !== undefined) edits.push({ ...parts.withList, text: renderOptionList(options) })
  if (cutDistribution && parts.distribution !== undefined) edits.push({ ...parts.distribution, text: '' })
  return edits
}
