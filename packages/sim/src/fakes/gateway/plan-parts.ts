import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { parseFailure, planQuery, validationFailure } from './plan-query.ts'
import type { PlannedQuery, QueryScript } from './query-script.ts'
import { closingOf, isSymbol, isWord, readPath, tokensOf } from './sql-tokens.ts'
import type { StatementContext } from './statement-context.ts'

/** One INSERT or SELECT of a job. */
export interface Part {
  query: PlannedQuery
  target?: string
  script: QueryScript | undefined
}

/** The INSERTs of an INSERT or a statement set. */
function insertsOf(sql: string): string[] {
  const text = sql.trim().replace(/^EXECUTE\s+(?=STATEMENT|INSERT)/i, '')
  const set = /^STATEMENT\s+SET\s+(?:AS\s+)?BEGIN\s+([\s\S]*?);?\s*END\s*;?$/i.exec(text)
  if (set === null) return [text]
  const inner = set[1] ?? ''
  const cuts = tokensOf(inner).filter((token) => isSymbol(token, ';')).map((token) => token.start)
  return [...cuts, inner.length].map((cut, index) => inner.slice(index === 0 ? 0 : (cuts[index - 1] ?? 0) + 1, cut).trim()).filter((each) => each !== '')
}

/** Plans one INSERT or SELECT. */
export function planPart(sql: string, context: StatementContext): Result<Part> {
  const script = context.scriptFor(sql)
  if (script?.planningFailure !== undefined) return script.planningFailure
  const tokens = tokensOf(sql)
  if (!isWord(tokens[0], 'INSERT')) return overlay(sql, script, context)
  const target = readPath(tokens, isWord(tokens[2], 'TABLE') ? 3 : 2)
  const name = tokens[2]
  if (target === undefined || name === undefined) return parseFailure(tokens[1])
  const found = context.catalog.find(target.path)
  const full = context.catalog.resolve(target.path).join('.')
  if (found === undefined && script === undefined) return validationFailure(sql, name, `Cannot find table '\`${full.replaceAll('.', '`.`')}\`' in any of the catalogs`)
  const hasColumns = isSymbol(tokens[target.next], '(') && !isWord(tokens[target.next + 1], 'SELECT')
  const from = tokens[hasColumns ? closingOf(tokens, target.next) + 1 : target.next]
  const planned = overlay(sql.slice(from?.start ?? sql.length), script, context)
  if (!planned.ok) return planned
  const wanted = found?.columns.filter((column) => column.extras === undefined)
  if (wanted !== undefined && !hasColumns && script === undefined && wanted.length !== planned.value.query.columns.length) {
    return failed(
      'rejected',
      `Column types of query result and sink for '${full}' do not match. Cause: Different number of columns. The query has ${planned.value.query.columns.length}, the table ${wanted.length}.`,
    )
  }
  return ok({ ...planned.value, target: full })
}

/** A script's word counts more than the text's. */
function overlay(sql: string, script: QueryScript | undefined, context: StatementContext): Result<Part> {
  const read = planQuery(sql, context.catalog)
  if (!read.ok && script === undefined) return read
  const base: PlannedQuery = read.ok
    ? read.value
    : { columns: [], isBounded: false, isUpdating: false, sources: [], row: () => ({ op: 0, row: [] }), count: undefined, rowsPerSecond: 1_000 }
  if (script === undefined) return ok({ query: base, script })
  const { rows } = script
  const list = Array.isArray(rows) ? rows : undefined
  const count = script.count ?? list?.length ?? (typeof rows === 'function' ? undefined : base.count)
  const query: PlannedQuery = {
    ...base,
    columns: script.columns ?? base.columns,
    isBounded: script.isBounded ?? (list !== undefined || base.isBounded),
    row: typeof rows === 'function' ? rows : list === undefined ? base.row : (index) => list[index]!,
    count,
    rowsPerSecond: script.rowsPerSecond ?? base.rowsPerSecond,
  }
  return ok({ query, script })
}

/** Plans every INSERT of a text, or its one SELECT. */
export function planAll(sql: string, context: StatementContext): Result<Part[]> {
  const parts: Part[] = []
  for (const each of insertsOf(sql)) {
    const part = planPart(each, context)
    if (!part.ok) return part
    if (isBatch(context) && !part.value.query.isBounded) {
      return failed('rejected', 'Querying an unbounded table in batch mode is not allowed. The table source is unbounded.')
    }
    parts.push(part.value)
  }
  return ok(parts)
}

/** Whether the statement runs in batch mode. */
export const isBatch = (context: StatementContext): boolean => context.config['execution.runtime-mode']?.toLowerCase() === 'batch'
