import type { Failure } from './result.ts'
import type { SqlKind, StatementClass } from './statement-class.ts'
import type { Statement, StatementSpec, StatementWarning } from './statement.ts'

export interface NewStatementInput {
  organizationId: string
  environmentId: string
  name: string
  uid: string
  spec: StatementSpec
  class: StatementClass
  sqlKind: SqlKind
  dryRun: boolean
  warnings: StatementWarning[]
  connectionRefs: string[]
  /** Why the gate refused it: it is born FAILED and never reaches Flink. */
  refusal?: Failure
  nowMs: number
}

/** A statement as it is born: nothing decided, nothing seen, PENDING (or FAILED when the gate refused it). */
export function newStatement(input: NewStatementInput): Omit<Statement, 'intentVersion' | 'specVersion' | 'updatedAtMs'> {
  const refused = input.refusal
  return {
    organizationId: input.organizationId,
    environmentId: input.environmentId,
    name: input.name,
    uid: input.uid,
    class: input.class,
    spec: input.spec,
    createdAtMs: input.nowMs,
    dryRun: input.dryRun,
    intent: {
      slotsAsked: 0,
      needsGateway: false,
      stateExpected: false,
      failures: 0,
      specVersion: 1,
      ...(refused ? { rest: 'failed' as const } : {}),
    },
    observed: { goneGeneration: 0 },
    status: {
      phase: refused ? 'FAILED' : 'PENDING',
      detail: refused ? refused.message : '',
      traits: {
        sqlKind: input.sqlKind,
        ...(input.connectionRefs.length > 0 ? { connectionRefs: input.connectionRefs } : {}),
      },
      warnings: input.warnings,
      ...(refused ? { endedAtMs: input.nowMs } : {}),
    },
  }
}
