import type { Snapshot } from '@headgate/domain'

/** When the newest verification of a kind was made; 0: never. */
export const lastVerifiedMs = ({ observed }: Snapshot, how: 'files' | 'drill'): number =>
  Math.max(0, ...(observed.verifications ?? []).filter((each) => each.how === how).map((each) => each.atMs))
