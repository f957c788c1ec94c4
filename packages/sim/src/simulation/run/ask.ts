import type { Sim } from '../sim.ts'
import type { SimEnvironment } from '../tenants.ts'
import { expectAnswer } from './check-answer.ts'
import { findForeign } from './foreign.ts'
import type { UserAnswer, UserRequest } from './sim-api.ts'
import { findSecret } from './secrets.ts'

/** Sends a request and holds its answer against what was promised before. Undefined: no answer came. */
export async function ask(sim: Sim, environment: SimEnvironment, request: UserRequest): Promise<UserAnswer | undefined> {
  const { trace, ledger } = sim
  const who = `user ${environment.word}`
  const { method, path } = request
  const sent = `${method} ${path}${request.body === undefined ? '' : ` ${JSON.stringify(request.body)}`}${request.idempotencyKey === undefined ? '' : ` [${request.idempotencyKey}]`}`
  trace.note(who, sent)
  trace.count('requests')
  const deleted = noteDeletion(sim, environment, request)
  const problemsOf = expectAnswer(sim, environment, request)
  const answer = await sim.api.request(request)
  if (deleted !== undefined) ledger.deletionsUnderWay.splice(ledger.deletionsUnderWay.indexOf(deleted), 1)
  if (answer === undefined) {
    trace.note(who, `${method} ${path} -> no answer`)
    trace.count('requests without an answer')
    return undefined
  }
  trace.note(who, `${method} ${path} -> ${answer.status} ${answer.text}`)
  trace.count(`answers ${answer.status}`)
  const refuse = (problem: string) => void ledger.violations.push(`${sent} -> ${answer.status}: ${problem}`)
  if (answer.status >= 500 && answer.status !== 503) refuse(`a 5xx: ${answer.text}`)
  const secret = findSecret(answer.text)
  if (secret !== undefined) refuse(`the answer holds the secret ${secret}`)
  for (const foreign of findForeign(sim, environment, request, answer)) refuse(`the answer holds ${foreign}`)
  problemsOf(answer).forEach(refuse)
  checkIdempotent(sim, request, answer, refuse)
  if (answer.status < 300) accept(sim, environment, request, answer)
  return answer
}

/** From the moment it is asked for, what is deleted may go, and so may what gets its name before the answer. */
function noteDeletion(sim: Sim, environment: SimEnvironment, { method, path }: UserRequest): string | undefined {
  if (method !== 'DELETE') return undefined
  const name = /\/statements\/([^/?]+)$/.exec(path)?.[1]
  if (name === undefined || !path.startsWith(`${environment.sqlPath}/`)) return undefined
  for (const truth of sim.ledger.statements.values()) {
    if (truth.environmentId === environment.environmentId && truth.name === name) truth.deletionAsked = true
  }
  const deleted = `${environment.environmentId}/${name}`
  sim.ledger.deletionsUnderWay.push(deleted)
  return deleted
}

/** Answers under one key agree: one thing was done, and it is told again. */
function checkIdempotent({ ledger }: Sim, { auth, method, path, body, idempotencyKey }: UserRequest, answer: UserAnswer, refuse: (problem: string) => void): void {
  if (idempotencyKey === undefined || answer.status >= 300) return
  const key = `${auth} ${idempotencyKey} ${method} ${path} ${JSON.stringify(body)}`
  const before = ledger.idempotent.get(key)
  ledger.idempotent.set(key, before ?? { status: answer.status, text: answer.text })
  if (before !== undefined && (before.status !== answer.status || before.text !== answer.text)) refuse(`the same Idempotency-Key was answered with ${before.status} ${before.text} before`)
}

/** Remembers what the API said it had taken. */
function accept({ ledger, world }: Sim, environment: SimEnvironment, { method, path, body }: UserRequest, answer: UserAnswer): void {
  const isStatement = answer.body?.kind === 'Statement'
  const isDryRun = (body as { spec?: { properties?: Record<string, string> } } | undefined)?.spec?.properties?.['sql.dry-run'] === 'true'
  if (isStatement && !isDryRun && method !== 'GET') {
    const { metadata, spec } = answer.body
    ledger.accepted.push({ kind: 'statement', uid: metadata.uid, specVersion: Number(metadata.resource_version), stopped: spec.stopped, computePoolId: spec.compute_pool_id })
  } else if (method === 'DELETE' && /\/statements\/[^/?]+$/.test(path)) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const row = [...world.stores.database.statements.values()].find((each) => each.environmentId === environment.environmentId && each.name === name && !each.dryRun)
    if (row?.deletionRequestedAtMs !== undefined) ledger.accepted.push({ kind: 'statement-deletion', uid: row.uid })
  } else if (answer.body?.kind === 'ComputePool' && method !== 'GET') {
    ledger.accepted.push({ kind: 'pool', id: answer.body.id, maxCfu: answer.body.spec.max_cfu })
  } else if (method === 'DELETE' && path.startsWith('/fcpm/v2/compute-pools/')) {
    ledger.accepted.push({ kind: 'pool-deletion', id: path.slice('/fcpm/v2/compute-pools/'.length).replace(/\?.*$/, '') })
  }
}
