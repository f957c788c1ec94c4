import type { PoolDemand } from '@headgate/domain'

export interface SlotGrants {
  /** Statement uid -> slots. */
  grants: Record<string, number>
  /** Uids that asked and found no room, in the order of asking. */
  exhausted: string[]
}

/**
 * Grants slots, first come first served. What is granted stays granted while it is asked for, even when max_cfu was lowered
 * since. Whoever waits blocks those who asked later: a large statement is not starved by small ones.
 */
export function grantSlots(before: Record<string, number>, demands: PoolDemand[], maxCfu: number): SlotGrants {
  const asking = demands.filter((demand) => demand.slotsAsked > 0)
  const grants: Record<string, number> = {}
  let used = 0
  for (const demand of asking) {
    const held = before[demand.uid]
    if (held === undefined) continue
    grants[demand.uid] = demand.slotsAsked <= held ? demand.slotsAsked : held
    used += grants[demand.uid] ?? 0
  }
  const waiting = asking
    .filter((demand) => (grants[demand.uid] ?? 0) < demand.slotsAsked)
    .sort((a, b) => (a.slotsAskedAtMs ?? 0) - (b.slotsAskedAtMs ?? 0) || (a.uid < b.uid ? -1 : 1))
  const exhausted: string[] = []
  for (const demand of waiting) {
    const missing = demand.slotsAsked - (grants[demand.uid] ?? 0)
    if (exhausted.length > 0 || used + missing > maxCfu) {
      exhausted.push(demand.uid)
      continue
    }
    grants[demand.uid] = demand.slotsAsked
    used += missing
  }
  return { grants, exhausted }
}

/**
 * What an own pool has of the grants of the DEDICATED one. A job that may hold slots keeps them while they are asked for, as there: that it is not told of
 * for a moment (by a controller of an older version) must not end its TaskManagers.
 */
export function passOnGrants(before: Record<string, number>, demands: PoolDemand[], parent: SlotGrants): SlotGrants {
  const grants: Record<string, number> = {}
  for (const { uid, slotsAsked, jobId } of demands) {
    const kept = jobId === undefined ? 0 : (before[uid] ?? 0)
    const granted = Math.min(slotsAsked, Math.max(parent.grants[uid] ?? 0, kept))
    if (granted > 0) grants[uid] = granted
  }
  return { grants, exhausted: parent.exhausted.filter((uid) => demands.some((demand) => demand.uid === uid)) }
}
