import { exportsKey } from '@headgate/domain'
import type { Snapshot, Tenant } from '@headgate/domain'
import { historyActs } from './acts/index.ts'
import { snapshotsOf } from './acts/pick.ts'
import { setStopped } from './acts/statements.ts'
import { derivedId } from './acts/snapshots.ts'
import { beginHistory } from './begin-history.ts'
import { calmCharacter } from './character.ts'
import { look } from './checkers/index.ts'
import type { SimulationFailure, SimulationOptions, SimulationResult } from '../simulation/simulation-options.ts'
import type { History } from './history.ts'
import { clearAway } from './quiet/clear-away.ts'
import { quietDown } from './quiet/quiet-down.ts'
import { tradeOf } from './strikes/call-faults.ts'
import { jump, work } from './town/pass-time.ts'
import type { Trade } from './town/staff.ts'

/** Who dies, in which of its calls (1 is the first), and whether the call has its effect. */
export interface CrashPoint {
  trade: Trade
  call: number
  moment: 'before' | 'after'
}

/** Crash points are numbered: of each call of both trades, before it has its effect and after. */
export function crashPointOf(number: number): CrashPoint {
  const [trade, moment] = kinds[(number - 1) % kinds.length]!
  return { trade, moment, call: Math.ceil(number / kinds.length) }
}

const kinds = [['keeper', 'before'], ['keeper', 'after'], ['controller', 'before'], ['controller', 'after']] as const satisfies [Trade, CrashPoint['moment']][]

/** The scenario with one crash, as a run that its number repeats. */
export const runCrashPoint = async (number: number, { onLine }: Pick<SimulationOptions, 'onLine'> = {}): Promise<SimulationResult> => ({ ...(await runCrashScenario(crashPointOf(number), onLine)).result, seed: number })

/**
 * Everything that can be under way, once each, without any fault but one: a savepoint that is asked for, a stop, a JobManager that dies, a copy, an adoption, a
 * resume from a chosen snapshot, trash and deletion. `calls` tells how many calls each trade made: the crash points there are.
 */
export async function runCrashScenario(crash: CrashPoint | undefined, onLine?: (line: string) => void): Promise<{ result: SimulationResult; calls: Record<Trade, number> }> {
  const history = await beginHistory(1, { character: calmCharacter, onLine })
  const { world, trace } = history
  const startMs = world.clock.nowMs()
  const calls: Record<Trade, number> = { controller: 0, keeper: 0 }
  world.faults.draw = (verb) => {
    const trade = tradeOf(verb)
    if (trade === undefined) return undefined
    calls[trade] += 1
    return crash?.trade === trade && crash.call === calls[trade] ? { kind: 'crash', moment: crash.moment } : undefined
  }
  let stepsDone = 0
  const ended = (step: SimulationFailure['step'] = 'end', violations: string[] = []) => {
    for (const violation of violations) trace.note('checker', `VIOLATION ${violation}`)
    const atMs = world.clock.nowMs() - startMs
    const result: SimulationResult = { seed: 0, stepsDone, hash: trace.hash(), counts: trace.counts, virtualMs: atMs, ...(violations.length === 0 ? {} : { failure: { step, atMs, violations } }) }
    return { result, calls }
  }
  for (const act of story) {
    await act(history, history.tenants[0]!)
    await work(history, 3_000, 500)
    stepsDone += 1
    const violations = look(history)
    if (violations.length > 0) return ended(stepsDone, violations)
  }
  const unfinished = await quietDown(history)
  return unfinished.length > 0 ? ended('quiet', unfinished) : ended('end', await clearAway(history))
}

const named = (history: History, tenant: Tenant, name: string) => [...history.world.stores.database.statements.values()].find((row) => row.environmentId === tenant.environmentId && row.name === name)

const snapshotBy = (history: History, tenant: Tenant, trigger: Snapshot['trigger']) => snapshotsOf(history, tenant).find((row) => row.trigger === trigger && row.state === 'COMPLETED')

/** An act as people do it, on whatever there is: one that is refused they do to something else. */
const act = (name: string) => async (history: History, tenant: Tenant): Promise<void> => {
  for (let attempt = 1; attempt <= 8; attempt++) {
    const performed = historyActs.find((each) => each.name === name)?.perform(history, tenant, history.random.acts.fork(`${name} ${attempt}`))
    const what = performed === undefined ? undefined : await history.world.clock.drive(performed)
    if (what === undefined) continue
    history.trace.note(tenant.environmentId, `${name} ${what}`)
    if (what.includes('refused')) continue
    history.trace.count(`act ${name}`)
    return
  }
}

const hourMs = 3_600_000

const story: ((history: History, tenant: Tenant) => Promise<unknown>)[] = [
  act('take'),
  async (history, tenant) => {
    const row = named(history, tenant, 's1')
    if (row !== undefined) await setStopped(history, row, true)
  },
  async ({ world }) => {
    for (const { worker } of world.cluster.alive('jobmanager')) world.cluster.exit(worker.workerId, 'killed')
  },
  async (history, tenant) => {
    const source = snapshotBy(history, tenant, 'manual') ?? snapshotBy(history, tenant, 'stop')
    const directoryKey = `${exportsKey(tenant)}/x1`
    if (source === undefined) return
    await history.world.stores.api.createSnapshot(tenant, {
      ...tenant, id: derivedId(directoryKey), kind: 'savepoint', format: 'native', trigger: 'exported', copyOf: source.id, spec: { labels: {}, pinned: false }, state: 'PENDING', intent: { failures: 0, directoryKey }, observed: {},
      createdAtMs: history.world.clock.nowMs(), ...(source.statement === undefined ? {} : { statement: source.statement }),
    })
  },
  act('foreign'),
  act('adopt'),
  async (history, tenant) => {
    const row = named(history, tenant, 's1')
    const snapshot = snapshotsOf(history, tenant).find(({ statement, state }) => state === 'COMPLETED' && statement?.uid === row?.uid)
    if (row === undefined || snapshot?.statement === undefined) return
    await history.world.stores.api.resumeFrom(tenant, 's1', { kind: snapshot.kind, uri: snapshot.observed.uri ?? '', generation: snapshot.statement.generation, snapshotId: snapshot.id }, history.world.clock.nowMs())
  },
  act('throw-away'),
  (history) => jump(history, history.random.time, hourMs, 1),
  act('verify'),
  act('drill'),
  async (history, tenant) => history.world.stores.api.requestStatementDeletion(tenant, 's2', history.world.clock.nowMs()),
  (history) => jump(history, history.random.time, 3 * hourMs, 2),
]

/** Steps of the scenario. */
export const crashSteps = story.length
