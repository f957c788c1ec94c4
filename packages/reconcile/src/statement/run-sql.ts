import { failed, ok } from '@headgate/domain'
import type { ResultColumn, Result, ResultRow } from '@headgate/domain'
import type { ReconcileDeps } from '../deps.ts'

export interface SqlAnswer {
  columns: ResultColumn[]
  rows: ResultRow[]
  jobId?: string
}

/** One-shot answers are small; more than this is a bug or an abuse. */
const rowsMax = 50_000
const waitMsMax = 90_000

/** Runs one statement to its end and returns its rows. Bounded in time and rows. */
export async function runSql(
  endpoint: string,
  sessionHandle: string,
  request: { statement: string; executionConfig?: Record<string, string> },
  deps: ReconcileDeps,
): Promise<Result<SqlAnswer>> {
  const started = await deps.gateway.execute(endpoint, sessionHandle, request)
  if (!started.ok) return started
  const answer: SqlAnswer = { columns: [], rows: [] }
  const untilMs = deps.clock.nowMs() + waitMsMax
  let token = 0
  while (deps.clock.nowMs() < untilMs) {
    const page = await deps.gateway.fetchPage(endpoint, sessionHandle, started.value, token)
    if (!page.ok) return page
    if (page.value.state === 'not-ready') {
      await deps.clock.sleep(20)
      continue
    }
    if (page.value.columns !== undefined) answer.columns = page.value.columns
    answer.jobId ??= page.value.jobId
    answer.rows.push(...page.value.rows)
    if (answer.rows.length > rowsMax) return failed('limit', `The answer has more than ${rowsMax} rows.`)
    if (page.value.state === 'end' || page.value.nextToken === undefined) return ok(answer)
    token = page.value.nextToken
  }
  return failed('unknown-outcome', 'The SQL gateway did not finish the statement in time.')
}
