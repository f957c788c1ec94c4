import type { PlanningTurn, PoolDemand } from '@headgate/domain'

/** For so long the others are planned after a gateway was lost again, before a suspect has its next turn. */
const freeMs = 30_000

/**
 * Who may be planned on the pool's gateway. Undefined: everybody, at the same time. Once a gateway was lost while statements were
 * being planned, those have turns alone, the ones with the fewest losses first; between two turns everybody else is planned. Pure.
 */
export function planningTurn(demands: PoolDemand[], before: PlanningTurn | undefined, nowMs: number): PlanningTurn | undefined {
  const asking = demands.filter((demand) => demand.needsGateway)
  const suspects = asking.filter((demand) => lossesOf(demand) > 0)
  if (suspects.length === 0) return undefined
  const holder = suspects.find((demand) => demand.uid === before?.uid && lossesOf(demand) === before.losses)
  const isAlone = (uid: string) => demands.every((demand) => demand.uid === uid || demand.isPlanning !== true)
  if (before?.uid !== undefined && holder !== undefined) return { ...before, isOpen: before.isOpen || isAlone(holder.uid) }
  const others = asking.some((demand) => lossesOf(demand) === 0 && demand.isPlanned !== true)
  const freeUntilMs = before === undefined || before.uid !== undefined ? nowMs + freeMs : before.freeUntilMs
  if (others && nowMs < freeUntilMs) return { losses: 0, isOpen: false, freeUntilMs }
  const next = suspects.toSorted((a, b) => lossesOf(a) - lossesOf(b) || (a.uid < b.uid ? -1 : 1))[0]
  return next === undefined ? undefined : { uid: next.uid, losses: lossesOf(next), isOpen: isAlone(next.uid), freeUntilMs }
}

/** Whether a statement may be planned now, and whether nobody else is meanwhile. */
export function mayPlan(turn: PlanningTurn | undefined, uid: string, losses: number): 'no' | 'with-others' | 'alone' {
  if (turn === undefined) return losses === 0 ? 'with-others' : 'no'
  if (turn.uid === undefined) return losses === 0 ? 'with-others' : 'no'
  return turn.uid === uid && turn.isOpen ? 'alone' : 'no'
}

const lossesOf = (demand: PoolDemand): number => demand.planningLosses ?? 0
