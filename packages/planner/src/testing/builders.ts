import { newPoolIntent, newPoolStatus, newStatement } from '@headgate/domain'
import type { Generation, JobState, Pool, PoolDemand, Statement, StatementClass, StatementIntent, StatementObserved, Worker } from '@headgate/domain'
import type { StatementWorld } from '../statement/statement-plan.ts'

/** Worlds for tests. Times are small numbers; the present is 1,000,000 ms. */
export const nowMs = 1_000_000
const tenant = { organizationId: '6f2f3a8e-0000-4000-8000-000000000001', environmentId: 'env-abc123' }

export function aWorker(role: Worker['role'], clusterGeneration: number, over: Partial<Worker> = {}): Worker {
  return {
    ...tenant,
    computePoolId: 'lfcp-1',
    clusterGeneration,
    role,
    workerId: `${role}-${clusterGeneration}-1`,
    state: 'running',
    endpoint: role === 'taskmanager' ? undefined : `http://${role}-${clusterGeneration}`,
    startedAtMs: 1,
    ...over,
  }
}

export function aPool(over: Partial<Pool> & { workers?: Worker[]; grants?: Record<string, number>; clusterGeneration?: number } = {}): Pool {
  const { workers, grants, clusterGeneration = 1, ...rest } = over
  return {
    ...tenant,
    id: 'lfcp-1',
    spec: { displayName: 'p', cloud: 'AWS', region: 'local-1', maxCfu: 10, defaultPool: true, enableAi: false },
    specVersion: 1,
    createdAtMs: 0,
    updatedAtMs: 0,
    intent: { ...newPoolIntent(), clusterGeneration, awake: true, taskManagers: 1, grants: grants ?? {} },
    intentVersion: 1,
    observed: {
      workers: {
        state: 'known',
        seenAtMs: nowMs,
        value: workers ?? [aWorker('jobmanager', clusterGeneration), aWorker('gateway', clusterGeneration), aWorker('taskmanager', clusterGeneration)],
      },
      cluster: {
        state: 'known',
        seenAtMs: nowMs,
        value: { clusterGeneration, taskManagers: 1, slotsTotal: 4, slotsAvailable: 4, jobs: {}, flinkVersion: '2.3.0' },
      },
    },
    status: newPoolStatus(),
    ...rest,
  }
}

export const aDemand = (uid: string, over: Partial<PoolDemand> = {}): PoolDemand => ({
  uid,
  name: uid,
  needsGateway: false,
  slotsAsked: 0,
  ...over,
})

export const aGeneration = (generation: number, over: Partial<Generation> = {}): Generation => ({
  generation,
  jobId: `${generation}`.padStart(32, 'a'),
  computePoolId: 'lfcp-1',
  clusterGeneration: 1,
  parallelism: 1,
  createdAtMs: nowMs - 10_000,
  ...over,
})

/** Planned without errors. */
export const prepared = (over: Partial<NonNullable<StatementObserved['prepared']>> = {}): StatementObserved['prepared'] => ({
  atMs: nowMs - 20_000,
  traits: { isBounded: false, isAppendOnly: true },
  warnings: [],
  bounded: false,
  ...over,
})

export const aJob = (generation: number, state: JobState, allTasksRunning = state === 'RUNNING'): StatementObserved['job'] => ({
  state: 'known',
  seenAtMs: nowMs,
  value: { generation, state, allTasksRunning },
})

export function aStatement(
  statementClass: StatementClass,
  over: { stopped?: boolean; properties?: Record<string, string>; intent?: Partial<StatementIntent>; observed?: Partial<StatementObserved> } & Omit<Partial<Statement>, 'intent' | 'observed'> = {},
): Statement {
  const { stopped = false, properties = {}, intent, observed, ...rest } = over
  const born = newStatement({
    ...tenant,
    name: 'orders',
    uid: 'u1',
    spec: { sql: 'INSERT INTO a SELECT * FROM b', properties, computePoolId: 'lfcp-1', principal: 'sa-1', stopped, labels: {} },
    class: statementClass,
    sqlKind: statementClass === 'query' ? 'SELECT' : 'INSERT_INTO',
    dryRun: false,
    warnings: [],
    connectionRefs: [],
    nowMs: 0,
  })
  return {
    ...born,
    specVersion: 1,
    intentVersion: 1,
    updatedAtMs: 0,
    ...rest,
    intent: { ...born.intent, ...intent },
    observed: { ...born.observed, ...observed },
  }
}

export function aWorld(statement: Statement, over: Partial<StatementWorld> = {}): StatementWorld {
  return {
    nowMs,
    statement,
    pool: aPool({ grants: { [statement.uid]: 1 } }),
    suspending: false,
    fresh: { jobId: 'f'.repeat(32), triggerId: 'e'.repeat(32) },
    settings: {
      unreadTimeoutMs: 300_000,
      stopTimeoutMs: 30_000,
      stopAttemptsMax: 3,
      silentAfterMs: 4_000,
      lookEveryMs: 30_000,
      retry: { firstMs: 2_000, maxMs: 120_000 },
    },
    ...over,
  }
}
