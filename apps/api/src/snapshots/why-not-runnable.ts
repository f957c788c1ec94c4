import type { Snapshot } from '@headgate/domain'

/** Why no statement can be made of a snapshot, in words that follow "because": what it ran is not known, or not how it was planned. */
export function whyNotRunnable({ blueprint }: Pick<Snapshot, 'blueprint'>): string | undefined {
  if (blueprint === undefined) return 'it is not known what ran there. Adopt it again with the name of its statement'
  if (blueprint.prepared === undefined || blueprint.prepared.error !== undefined) return 'its statement was never planned'
  return blueprint.prepared.planKey === undefined ? 'its statement has no compiled plan, by which operators keep their state' : undefined
}
