import type { StatementSpec } from '@headgate/domain'
import type { Sim } from '../sim.ts'
import type { SimEnvironment } from '../tenants.ts'
import type { UserAnswer, UserRequest } from './sim-api.ts'

/** How often each key was sent. */
const keysSent = new WeakMap<Sim, Map<string, number>>()
const changes = new WeakMap<Sim, Map<string, { sent: number; underWay: number }>>()

/** To be called before a request is sent. Returns what holds its answer against the request and against what is stored. */
export function expectAnswer(sim: Sim, environment: SimEnvironment, request: UserRequest): (answer: UserAnswer) => string[] {
  const sentAtMs = sim.world.clock.nowMs()
  const sent = keysSent.get(sim) ?? new Map<string, number>()
  keysSent.set(sim, sent)
  const key = `${request.auth} ${request.idempotencyKey}`
  sent.set(key, (sent.get(key) ?? 0) + 1)
  const isAlone = watchRivals(sim, request)
  return (answer) => [
    ...wrongReach(sim, request, answer),
    // A later request can overtake an earlier one.
    ...wrongObject(request, answer, (sent.get(key) ?? 0) > 1),
    ...(isAlone() ? sideEffects(sim, request, answer, sentAtMs) : []),
    ...forgottenDeletion(sim, environment, request, answer, sentAtMs),
  ]
}

/** Counts a change as under way. What is returned, asked once at its end, tells whether it met no other change of the same thing: then what is new is its own doing. */
function watchRivals(sim: Sim, { method, path }: UserRequest): () => boolean {
  if (method === 'GET') return () => true
  const paths = changes.get(sim) ?? new Map<string, { sent: number; underWay: number }>()
  changes.set(sim, paths)
  const count = paths.get(path) ?? { sent: 0, underWay: 0 }
  paths.set(path, count)
  const isFirst = count.underWay === 0
  const order = ++count.sent
  // One that is never answered may still have its effect: it stays under way.
  count.underWay += 1
  return () => {
    count.underWay -= 1
    return isFirst && count.sent === order
  }
}

/** A key of one environment reaches no other, of its own organization either. */
function wrongReach({ environments }: Sim, { auth, path }: UserRequest, answer: UserAnswer): string[] {
  const home = environments.find((each) => each.regionAuth === auth)
  const reached = /\/environments\/([^/?]+)/.exec(path)?.[1]
  return home !== undefined && reached !== undefined && reached !== home.environmentId && answer.status < 400 ? [`a key of ${home.environmentId} reached another environment`] : []
}

/** An answer is about what was asked, and the keys of others do not count. */
function wrongObject({ body, idempotencyKey }: UserRequest, answer: UserAnswer, isUsedByAnother: boolean): string[] {
  const name = (body as { name?: string } | undefined)?.name
  const given = answer.body?.name
  if (idempotencyKey !== undefined && answer.status < 300 && name !== undefined && given !== name) return [`the answer is about ${given}, which is another one than was asked for`]
  const isRefused = idempotencyKey !== undefined && answer.status === 422 && answer.text.includes('idempotency_key_reused')
  return isRefused && !isUsedByAnother ? ['it is refused because of a key that it never used'] : []
}

const fields: [path: string, field: keyof StatementSpec][] = [['/spec/stopped', 'stopped'], ['/spec/compute_pool_id', 'computePoolId'], ['/metadata/labels', 'labels']]

/** A patch changes what it names and nothing else. */
function sideEffects({ ledger }: Sim, { method, path, body }: UserRequest, answer: UserAnswer, sentAtMs: number): string[] {
  if (method !== 'PATCH' || !/\/statements\/[^/?]+$/.test(path) || answer.status !== 200) return []
  const { uid, resource_version, updated_at } = answer.body.metadata
  const specs = ledger.statements.get(uid)?.specs
  const [before, after] = [specs?.get(Number(resource_version) - 1), specs?.get(Number(resource_version))]
  // What changed nothing is answered with what was there before.
  if (before === undefined || after === undefined || Date.parse(updated_at) < sentAtMs) return []
  const named = (body as { path: string }[]).map((operation) => operation.path)
  const differs = (field: keyof StatementSpec) => JSON.stringify(before[field]) !== JSON.stringify(after[field])
  if (!fields.some(([place, field]) => named.includes(place) && differs(field))) return []
  return fields.filter(([place, field]) => !named.includes(place) && differs(field)).map(([, field]) => `it changed ${field} too`)
}

function forgottenDeletion({ world }: Sim, environment: SimEnvironment, { method, path }: UserRequest, answer: UserAnswer, sentAtMs: number): string[] {
  const name = method === 'DELETE' && answer.status < 300 ? /\/statements\/([^/?]+)$/.exec(path)?.[1] : undefined
  const row = name === undefined ? undefined : [...world.stores.database.statements.values()].find((each) => each.environmentId === environment.environmentId && each.name === name && !each.dryRun)
  // A row of the same name may be a newer one.
  return row !== undefined && row.createdAtMs < sentAtMs && row.deletionRequestedAtMs === undefined ? ['its deletion was answered, and it is not stored'] : []
}
