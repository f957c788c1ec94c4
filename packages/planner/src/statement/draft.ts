import type { StatementEvent, StatementIntent, StatementStatus, StatementWarning } from '@headgate/domain'
import type { StatementAction, StatementPlan, StatementWorld } from './statement-plan.ts'

/** What a leaf of the plan says; `finish` makes the complete plan of it. */
export interface Draft {
  intent?: Partial<StatementIntent>
  status?: Partial<StatementStatus>
  actions?: StatementAction[]
  event?: Omit<StatementEvent, 'atMs'>
  /** More events, after that one. */
  moreEvents?: Omit<StatementEvent, 'atMs'>[]
  wakeAfterMs?: number
}

/** Turns a leaf's answer into a whole plan: unchanged layers are carried over, and the pool is woken when the demand changed. */
export function finish(world: StatementWorld, draft: Draft): StatementPlan {
  const before = world.statement
  // Written anew with each step that has it planned, and gone with every other.
  const intent: StatementIntent = { ...before.intent, planning: undefined, specVersion: before.specVersion, ...draft.intent }
  const status: StatementStatus = { ...before.status, ...draft.status, observedAtMs: world.nowMs }
  if (status.phase === 'PENDING') status.detail = ''
  if (draft.status?.waitingFor === undefined) delete status.waitingFor
  if (status.endedAtMs !== undefined && !isEnded(status.phase)) delete status.endedAtMs
  if (isEnded(status.phase)) status.endedAtMs ??= world.nowMs
  const demandChanged =
    intent.slotsAsked !== before.intent.slotsAsked ||
    intent.needsGateway !== before.intent.needsGateway ||
    intent.planning?.gatewayWorkerId !== before.intent.planning?.gatewayWorkerId ||
    intent.planningLosses !== before.intent.planningLosses ||
    intent.generation?.jobId !== before.intent.generation?.jobId
  return {
    intent,
    status,
    actions: draft.actions ?? [],
    events: [...(draft.event === undefined ? [] : [draft.event]), ...(draft.moreEvents ?? [])].map((event) => ({ ...event, atMs: world.nowMs })),
    wakePool: demandChanged,
    wakeAfterMs: draft.wakeAfterMs,
  }
}

const isEnded = (phase: StatementStatus['phase']): boolean =>
  phase === 'COMPLETED' || phase === 'FAILED' || phase === 'STOPPED'

/** Nothing of the pool is asked any more. */
export const asksNothing = { slotsAsked: 0, slotsAskedAtMs: undefined, needsGateway: false } as const

/** Waiting, in words for a user; repeated passes with the same reason make no new event. */
export function wait(
  world: StatementWorld,
  reason: string,
  waitingFor: string,
  draft: Draft = {},
): StatementPlan {
  const isNew = world.statement.status.waitingFor !== waitingFor
  return finish(world, {
    wakeAfterMs: 5_000,
    ...draft,
    status: { waitingFor, ...draft.status },
    ...(isNew && draft.event === undefined ? { event: { type: 'Normal', reason, message: waitingFor } } : {}),
  })
}

/** Adds a warning once per reason. */
export function withWarning(world: StatementWorld, warning: Omit<StatementWarning, 'createdAtMs'>): StatementWarning[] {
  const others = world.statement.status.warnings.filter((existing) => existing.reason !== warning.reason)
  const same = world.statement.status.warnings.find((existing) => existing.reason === warning.reason)
  return same !== undefined && same.message === warning.message
    ? world.statement.status.warnings
    : [...others, { ...warning, createdAtMs: world.nowMs }]
}

/** The warnings without one reason: what it warned of is over. */
export const withoutWarning = (world: StatementWorld, reason: string): StatementWarning[] =>
  world.statement.status.warnings.filter((existing) => existing.reason !== reason)

/** Exponential backoff of the present step. */
export function backoffMs(world: StatementWorld): number {
  const { firstMs, maxMs } = world.settings.retry
  return Math.min(maxMs, firstMs * 2 ** Math.min(world.statement.intent.failures, 16))
}

/** With what planning warned of; what is shown already stays as it is. */
export function withPlanned(world: StatementWorld, warnings: StatementWarning[]): StatementWarning[] {
  const planned = world.statement.observed.prepared?.warnings ?? []
  return [...warnings, ...planned.filter(({ reason }) => warnings.every((shown) => shown.reason !== reason))]
}
