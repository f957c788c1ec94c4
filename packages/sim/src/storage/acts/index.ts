import type { HistoryAct } from '../history.ts'
import { snapshotActs } from './snapshots.ts'
import { statementActs } from './statements.ts'
import { storageActs } from './storage.ts'

/** Everything that people do, and Flink by itself. */
export const historyActs: readonly HistoryAct[] = [...statementActs, ...snapshotActs, ...storageActs]
