import type { StatementIntent, StatementObserved, StatementStatus } from '@headgate/domain'

/** What the columns beside the documents repeat of them, for filters, for the pool's plan and for the work index. */
export interface StatementFacets {
  phase: string
  rest: string | null
  /** The pool that it asks slots or a gateway of. */
  asksPoolId: string | null
  /** The pool where its newest generation runs or may still run. */
  holdsPoolId: string | null
  endedAtMs: number | null
}

/** Derives the columns; written with every write of the documents. */
export function statementFacets(computePoolId: string, intent: StatementIntent, observed: StatementObserved, status: StatementStatus, nowMs: number): StatementFacets {
  const asks = intent.slotsAsked > 0 || intent.needsGateway
  const generation = intent.generation
  const ended = intent.rest === 'completed' || intent.rest === 'failed'
  return {
    phase: status.phase,
    rest: intent.rest ?? null,
    asksPoolId: asks ? computePoolId : null,
    holdsPoolId: generation !== undefined && generation.generation > observed.goneGeneration ? generation.computePoolId : null,
    endedAtMs: ended ? (status.endedAtMs ?? nowMs) : null,
  }
}
