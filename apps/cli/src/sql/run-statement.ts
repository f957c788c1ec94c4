import type { Api, Statement } from '../api/api.ts'
import { pageTokenOf } from '../api/every-page.ts'
import { CommandFailure } from '../failure.ts'
import { withoutControls } from '../output/display-width.ts'
import { createRowWriter } from '../output/row-writer.ts'
import type { Format } from '../output/row-writer.ts'
import type { CellType } from '../output/cell-type.ts'

export interface RunOptions {
  sql: string
  properties: Record<string, string>
  name?: string
  computePoolId?: string
  format: Format
  /** Stop a query after this many rows. */
  rowsMax?: number
  /** The time of the whole statement; over it, a query is ended and the command fails. */
  timeoutMs?: number
  terminalWidth?: number
  /** Aborted by Ctrl-C: a query is deleted, an INSERT goes on. */
  signal: AbortSignal
  /** Rows and tables. */
  out: (text: string) => void
  /** Everything else; `transient` lines may be overwritten. */
  note: (text: string, transient?: boolean) => void
  sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>
  nowMs: () => number
  /** A name for a statement that the user gave none. */
  makeName: () => string
}

export interface RunOutcome {
  name: string
  phase: string
  rows: number
  isInterrupted: boolean
}

/**
 * Runs one statement and shows what it brings: the rows of a query, until its end, Ctrl-C or `rowsMax`; for an INSERT that goes on, its name.
 * Queries without a name of the user's are deleted afterwards. A FAILED statement is a `CommandFailure` with its detail.
 */
export async function runStatement(api: Api, options: RunOptions): Promise<RunOutcome> {
  const startedAtMs = options.nowMs()
  const name = options.name ?? options.makeName()
  const created = await api.createStatement({ name, sql: options.sql, properties: options.properties, computePoolId: options.computePoolId })
  const isOver = () => options.timeoutMs !== undefined && options.nowMs() - startedAtMs > options.timeoutMs
  const outcome = { name: created.name, phase: created.status.phase as string, rows: 0, isInterrupted: false }
  let latest = created
  let isDone = false
  try {
    latest = await waitUntilReadable(api, created, options, isOver)
    outcome.phase = latest.status.phase
    showWarnings(latest, options)
    if (latest.status.phase === 'FAILED') throw new CommandFailure(`${latest.status.detail || 'The statement failed.'}\nMore: headgate statement exceptions ${latest.name}`)
    if (startsJob(latest)) {
      options.note(describeJob(latest, startedAtMs, options.nowMs()))
      return outcome
    }
    if (options.signal.aborted) return { ...outcome, isInterrupted: true }
    const shown = await showRows(api, latest, options, isOver)
    isDone = shown.isEnded
    return { ...outcome, rows: shown.rows, isInterrupted: shown.isInterrupted }
  } finally {
    options.note('', true)
    if (!isKept(latest, options.name !== undefined, isDone)) await api.deleteStatement(created.name).catch(() => undefined)
  }
}

/**
 * Whether the statement stays in the list: jobs, failures (for their exceptions) and DDL do, and a query with a name whose result is complete. A
 * query that nobody reads any more must not go on.
 */
function isKept(statement: Statement, isNamed: boolean, isDone: boolean): boolean {
  const { phase, traits } = statement.status
  if (startsJob(statement) || phase === 'FAILED') return true
  const isRead = (traits?.schema?.columns.length ?? 0) > 0 || ['SELECT', 'SHOW', 'DESCRIBE', 'EXPLAIN'].includes(traits?.sql_kind ?? '')
  return isRead ? isNamed && isDone : phase === 'COMPLETED'
}

/** INSERT, statement sets and CTAS: they go on without us. */
export const startsJob = (statement: Statement): boolean =>
  ['INSERT_INTO', 'STATEMENT_SET', 'CREATE_TABLE_AS'].includes(statement.status.traits?.sql_kind ?? '')

async function waitUntilReadable(api: Api, created: Statement, options: RunOptions, isOver: () => boolean): Promise<Statement> {
  let statement = created
  const startedAtMs = options.nowMs()
  for (let delayMs = 100; ; delayMs = Math.min(delayMs * 1.5, 1_000)) {
    const { phase, traits } = statement.status
    const isBoundedJob = startsJob(statement) && traits?.is_bounded === true
    const needsEnd = isBoundedJob || (traits?.schema !== undefined && traits.is_bounded === true && traits.is_append_only === false)
    if (['COMPLETED', 'FAILED', 'STOPPED'].includes(phase) || (phase === 'RUNNING' && !needsEnd)) return statement
    if (options.signal.aborted) return statement
    if (isOver()) throw timedOut(options, statement)
    const waitedS = Math.round((options.nowMs() - startedAtMs) / 1000)
    if (waitedS >= 1) options.note(`${statement.name} is ${phase}${statement.status.waiting_for ? `: ${statement.status.waiting_for}` : ''} (${waitedS} s)`, true)
    await options.sleep(delayMs, options.signal)
    statement = await api.readStatement(created.name)
  }
}

async function showRows(api: Api, statement: Statement, options: RunOptions, isOver: () => boolean): Promise<{ rows: number; isInterrupted: boolean; isEnded: boolean }> {
  const traits = statement.status.traits
  let columns = (traits?.schema?.columns ?? []) as { name: string; type: CellType }[]
  let rows = 0
  const end = (isInterrupted: boolean, isEnded = false) => ({ rows, isInterrupted, isEnded })
  if (columns.length === 0) {
    // A DDL statement, or an answer that does not say what its columns are.
    const first = statement.status.phase === 'COMPLETED' ? (await api.readResults(statement.name, undefined)).results.data : []
    columns = (first[0]?.row ?? []).map((_, position) => ({ name: `column ${position + 1}`, type: { type: 'VARCHAR' } }))
    if (columns.length === 0) {
      if (options.format === 'table') options.note(statement.status.detail || 'Done.')
      return end(false, true)
    }
  }
  const write = createRowWriter({ format: options.format, columns, isChangelog: traits?.is_append_only === false && statement.spec.execution_mode !== 'BATCH', terminalWidth: options.terminalWidth })
  const rowsMax = options.rowsMax ?? Number.POSITIVE_INFINITY
  let isHeadShown = false
  let pageToken: string | undefined
  for (;;) {
    if (options.signal.aborted) return end(true)
    const page = await api.readResults(statement.name, pageToken)
    const found = page.results.data.slice(0, rowsMax - rows) as { op: number; row: unknown[] }[]
    rows += found.length
    if (found.length > 0) {
      options.note('', true)
      const [only] = found
      const isText = options.format === 'table' && rows === 1 && columns.length === 1 && pageTokenOf(page.metadata.next) === undefined && String(only?.row[0]).includes('\n')
      // EXPLAIN and SHOW CREATE: one text of many lines, not a cell.
      if (isText) {
        options.out(String(only?.row[0]).split('\n').map(withoutControls).join('\n').trimEnd())
        return end(false, true)
      }
      emit(options, write(found))
      isHeadShown = true
    }
    pageToken = pageTokenOf(page.metadata.next)
    // The pages of a query that failed half-way end like those of a whole one.
    if (pageToken === undefined && statement.status.phase !== 'COMPLETED') await waitForEnd(api, statement, options)
    if (pageToken === undefined || rows >= rowsMax) {
      if (!isHeadShown) emit(options, write([]))
      if (options.format === 'table') options.note(`(${rows} row${rows === 1 ? '' : 's'})`)
      return end(false, pageToken === undefined)
    }
    if (isOver()) throw timedOut(options, statement)
    if (found.length === 0) {
      await failIfFailed(api, statement)
      await options.sleep(200, options.signal)
    }
  }
}

const emit = (options: RunOptions, text: string): void => {
  if (text !== '') options.out(text)
}

/** The last page comes a moment before the phase tells how the query ended. */
async function waitForEnd(api: Api, statement: Statement, options: RunOptions): Promise<void> {
  const untilMs = options.nowMs() + 10_000
  while (options.nowMs() < untilMs && !options.signal.aborted) {
    await failIfFailed(api, statement)
    if ((await api.readStatement(statement.name)).status.phase !== 'RUNNING') return
    await options.sleep(200, options.signal)
  }
}

async function failIfFailed(api: Api, statement: Statement): Promise<void> {
  const { status } = await api.readStatement(statement.name)
  if (status.phase === 'FAILED') throw new CommandFailure(status.detail || 'The statement failed.')
}

function showWarnings(statement: Statement, options: RunOptions): void {
  for (const warning of statement.status.warnings) options.note(`${warning.severity === 'CRITICAL' ? 'Warning' : 'Note'} (${warning.reason}): ${warning.message}`)
}

function describeJob(statement: Statement, startedAtMs: number, nowMs: number): string {
  const seconds = ((nowMs - startedAtMs) / 1000).toFixed(1)
  const { phase, detail } = statement.status
  if (phase === 'RUNNING') return `${statement.name} is RUNNING (${seconds} s). It goes on until you stop it: headgate statement stop ${statement.name}`
  return `${statement.name} is ${phase} (${seconds} s)${detail === '' ? '' : `: ${detail}`}`
}

const timedOut = (options: RunOptions, statement: Statement): CommandFailure =>
  new CommandFailure(`Not done within ${(options.timeoutMs ?? 0) / 1000} s: ${statement.name} is ${statement.status.phase}${statement.status.waiting_for ? ` (${statement.status.waiting_for})` : ''}. Give it longer with --timeout SECONDS.`)
