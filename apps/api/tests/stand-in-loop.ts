import { createPostgresStores } from '@headgate/adapter-postgres'
import type { Pool, Statement } from '@headgate/domain'
import type { Lease, ReconcileStore, SpoolPort, WorkKey } from '@headgate/ports'
import { systemClock } from '../src/system/system-clock.ts'
import { preparedFact } from '../src/testing/new-snapshot.ts'
import { keepSnapshots } from './stand-in-keeper.ts'

const pollEveryMs = 25

/**
 * Stands in for the controller and the keeper of snapshots where a test of the API wants its resources to move and there is no Flink: a deletion is done
 * at once; a new statement runs, completes with rows, fails with an exception or stays PENDING, by its uid; one called `parked…` is parked, one called
 * `resting…` is always STOPPED; a stop and a resume are obeyed. A snapshot is complete at once, unless it has the label `stay`.
 */
export function startStandInLoop(options: { url: string; snapshotsUrl: string; secretKey: Uint8Array }): { stop(): Promise<void> } {
  const stores = createPostgresStores({ url: options.url, role: 'controller', secretKey: options.secretKey, clock: systemClock, poolSize: 4 })
  const keeper = createPostgresStores({ url: options.snapshotsUrl, role: 'snapshots', secretKey: options.secretKey, clock: systemClock, poolSize: 2 })
  let isStopping = false
  const running = (async () => {
    while (!isStopping) {
      const worked = (await workOff(stores.reconcile, stores.spool, 'statement')) + (await workOff(stores.reconcile, stores.spool, 'pool')) + (await keepSnapshots(stores.reconcile, keeper.storage))
      if (worked === 0) await systemClock.sleep(pollEveryMs)
    }
  })()
  return {
    stop: async () => {
      isStopping = true
      await running
      await stores.close()
      await keeper.close()
    },
  }
}

/** How many keys were due. What fails is due again. */
async function workOff(reconcile: ReconcileStore, spool: SpoolPort, kind: 'statement' | 'pool'): Promise<number> {
  const due = await reconcile.listDue(kind, systemClock.nowMs(), 20)
  if (!due.ok) return 0
  for (const key of due.value) {
    const lease = await reconcile.lease(key, 'stand-in', systemClock.nowMs(), 10_000)
    if (!lease.ok) continue
    const isGone = kind === 'pool' ? await passPool(reconcile, lease.value, key) : await passStatement(reconcile, spool, lease.value, key)
    if (!isGone) await reconcile.release(lease.value, undefined)
  }
  return due.value.length
}

async function passPool(reconcile: ReconcileStore, lease: Lease, key: WorkKey): Promise<boolean> {
  const pool = await reconcile.loadPool(key)
  return pool.ok && (pool.value as Pool).deletionRequestedAtMs !== undefined && (await reconcile.removePool(lease)).ok
}

async function passStatement(reconcile: ReconcileStore, spool: SpoolPort, lease: Lease, key: WorkKey): Promise<boolean> {
  const loaded = await reconcile.loadStatement(key)
  if (!loaded.ok) return false
  const statement = loaded.value
  if (statement.deletionRequestedAtMs !== undefined) return (await reconcile.removeStatement(lease)).ok
  const nowMs = systemClock.nowMs()
  const next = nextOf(statement)
  if (next === 'COMPLETED') {
    await spool.append(statement, statement.uid, 0, [{ op: 0, row: ['1', null, ['a', '2']] }, { op: 3, row: ['ä', 'x', []] }], nowMs)
    await spool.complete(statement, statement.uid, nowMs)
  }
  const isParked = next === 'PARKED'
  const phase = isParked ? 'STOPPED' : next
  const rest = isParked ? { rest: 'parked' as const } : phase === 'COMPLETED' ? { rest: 'completed' as const } : phase === 'FAILED' ? { rest: 'failed' as const } : phase === 'STOPPED' ? { rest: 'stopped' as const } : {}
  const { rest: _rest, resolution: _resolution, ...intent } = statement.intent
  await reconcile.commitStatement(lease, {
    expectedIntentVersion: statement.intentVersion,
    intent: { ...intent, ...rest, specVersion: statement.specVersion },
    observed: { ...statement.observed, prepared: { ...preparedFact, atMs: nowMs } },
    status: {
      ...statement.status,
      phase,
      detail: phase === 'FAILED' ? 'It failed.' : '',
      traits: { ...statement.status.traits, isBounded: phase === 'COMPLETED', isAppendOnly: true, columns: [{ name: 'a', type: { type: 'VARCHAR', nullable: true, length: 5 } }] },
      ...(phase === 'RUNNING' ? { startedAtMs: nowMs } : { endedAtMs: nowMs }),
      observedAtMs: nowMs,
    },
    events: [{ atMs: nowMs, type: 'Normal', reason: 'StandIn', message: `It is ${phase}.` }],
    ...(phase === 'FAILED' ? { exceptions: [{ name: 'java.lang.ArithmeticException', message: 'Division by zero', atMs: nowMs }] } : {}),
    wake: [],
  })
  return false
}

function nextOf(statement: Statement): 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'STOPPED' | 'PARKED' {
  if (statement.name.startsWith('resting')) return 'STOPPED'
  const { phase } = statement.status
  if (phase !== 'PENDING') {
    if (statement.intent.resolution !== undefined) return 'COMPLETED'
    if (statement.spec.stopped && phase === 'RUNNING') return 'STOPPED'
    return phase === 'STOPPED' && !statement.spec.stopped && statement.intent.rest !== 'parked' ? 'RUNNING' : (phase as 'RUNNING')
  }
  if (statement.name.startsWith('parked')) return 'PARKED'
  if (statement.class === 'insert') return statement.spec.stopped ? 'STOPPED' : 'RUNNING'
  return (['PENDING', 'RUNNING', 'COMPLETED', 'COMPLETED', 'FAILED'] as const)[Number.parseInt(statement.uid[0] ?? '0', 16) % 5] ?? 'PENDING'
}
