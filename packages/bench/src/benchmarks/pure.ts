import { newPoolIntent, newPoolObserved, newPoolStatus, newStatement } from '@headgate/domain'
import { planStatement } from '@headgate/planner'
import { defaultReconcileSettings } from '@headgate/reconcile'
import { checkGate, defaultGatePolicy, readStatement, tokenize } from '@headgate/sql'
import { compareRates } from '../stats/measure.ts'
import type { Benchmark } from './benchmark.ts'

const sql = `INSERT INTO totals SELECT window_end, customer, COUNT(*) FROM TUMBLE(TABLE orders, DESCRIPTOR(ordered_at), INTERVAL '5' SECOND)
  GROUP BY window_start, window_end, customer`
const table = "CREATE TABLE t (id BIGINT) WITH ('connector' = 'kafka', 'topic' = 'a', 'properties.bootstrap.servers' = 'broker:9092', 'format' = 'json')"
const tenant = { organizationId: '6f2f3a8e-0000-4000-8000-000000000001', environmentId: 'env-abc123' }

/** The pure parts that run for every statement, beside something of known weight. */
export const pureBenchmark: Benchmark = {
  name: 'pure',
  title: 'Reading, checking and planning a statement',
  async run() {
    const statement = {
      ...newStatement({
        ...tenant, name: 'b', uid: 'u', class: 'insert', sqlKind: 'INSERT_INTO', dryRun: false, warnings: [], connectionRefs: [], nowMs: 0,
        spec: { sql, properties: {}, computePoolId: 'lfcp-1', principal: 'sa-1', stopped: false, labels: {} },
      }),
      specVersion: 1, intentVersion: 1, updatedAtMs: 0,
    }
    const world = {
      nowMs: 1, statement, suspending: false, fresh: { jobId: 'f'.repeat(32), triggerId: 'e'.repeat(32) }, settings: defaultReconcileSettings.statement,
      pool: {
        ...tenant, id: 'lfcp-1', specVersion: 1, createdAtMs: 0, updatedAtMs: 0, intent: newPoolIntent(), intentVersion: 1, observed: newPoolObserved(0), status: newPoolStatus(),
        spec: { displayName: 'p', cloud: 'AWS', region: 'local-1', maxCfu: 10, defaultPool: true, enableAi: false },
      },
    }
    const read = readStatement(table)
    return [
      compareRates('reading a statement (tokens, kind, names)', () => void readStatement(sql), 'tokenizing it', () => void tokenize(sql)),
      compareRates('checking the gate', () => void (read.ok && checkGate(read.value, defaultGatePolicy)), 'reading the statement', () => void readStatement(table)),
      compareRates('planning a statement', () => void planStatement(world), 'copying its world (structuredClone)', () => void structuredClone(world)),
    ].join('\n')
  },
}
