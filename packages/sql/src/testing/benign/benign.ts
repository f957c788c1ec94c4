import type { ReadStatement } from '../../types.ts'

/** What must pass, with the action that it is read as. */
export type BenignStatement = [sql: string, kind: ReadStatement['action']['kind']]
