import type { SnapshotPolicy } from '@headgate/domain'
import type { Random } from '../random.ts'

/** What one seed makes likely: each history favours some acts and faults and leaves others out. */
export interface Character {
  controllers: number
  /** Keepers at once: more than one share the work by leases. */
  keepers: number
  /** Time between two looks at what is due, while people act. */
  tickMs: number
  /** Probability of a jump in time at each step, and how far at most. */
  jumpRate: number
  jumpMsMax: number
  /** How often Flink takes checkpoints. */
  checkpointIntervalMs: number
  /** Between the savepoint of a stop and the end of its job. */
  finishAfterSavepointMs: number
  /** Between a checkpoint and the removal of the one before: both stay when Flink dies in between. */
  checkpointDiscardMs: number
  savepointMs: number
  archiveMs: number
  /** Probability of a fault of a call, by its port. */
  callFaults: Record<string, number>
  /** Probability that a call ends its process, before or after its effect. */
  crashRate: { controller: number; keeper: number }
  /** Probability that the process stands still in a call, for longer than its lease, mostly. */
  standstillRate: { controller: number; keeper: number }
  blobs: { hiddenFromListsMs: number; shownAfterRemovalMs: number; throttleRate: number; refuseRate: number; lostReplyRate: number }
  acts: Record<string, number>
  strikes: Record<string, number>
  /** The policy that holds from the beginning; undefined: the defaults. */
  policy: Pick<SnapshotPolicy, 'keepLast' | 'keepForMs' | 'keepAfterDeletionMs' | 'trashMs'> | undefined
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Draws a policy that gives up soon, so that there is something to clean up. */
export const drawPolicy = (random: Random): NonNullable<Character['policy']> => ({
  keepLast: random.pick([1, 1, 2, 3]),
  keepForMs: random.pick([0, 10 * minuteMs, hourMs, dayMs]),
  keepAfterDeletionMs: random.pick([0, hourMs, dayMs]),
  trashMs: random.pick([0, 10 * minuteMs, hourMs, dayMs]),
})

/** Draws the character of a history. `acts` and `strikes` are the names there are. */
export function drawCharacter(random: Random, acts: readonly string[], strikes: readonly string[]): Character {
  // Some are calm: bugs of plain use shall not hide behind faults.
  const isCalm = random.chance(0.2)
  const rate = (likely: number, most: number): number => (!isCalm && random.chance(likely) ? random.next() ** 2 * most : 0)
  const each = (names: readonly string[], draw: () => number) => Object.fromEntries(names.map((name) => [name, draw()]))
  return {
    controllers: random.pick([1, 1, 2]),
    keepers: random.pick([1, 1, 2]),
    tickMs: random.pick([150, 300, 600, 1_500]),
    jumpRate: random.pick([0.1, 0.25, 0.4]),
    jumpMsMax: random.pick([2 * hourMs, dayMs, 3 * dayMs]),
    checkpointIntervalMs: random.pick([2_000, 4_000, 15_000, 10 * minuteMs]),
    finishAfterSavepointMs: random.pick([50, 50, 800]),
    checkpointDiscardMs: random.pick([0, 100, 1_500]),
    savepointMs: random.pick([100, 500, 5_000]),
    archiveMs: random.pick([50, 3_000]),
    callFaults: each(['storage', 'objects', 'store', 'flink', 'blobs', 'cluster', 'gateway'], () => rate(0.4, 0.06)),
    crashRate: { controller: rate(0.3, 0.006), keeper: rate(0.5, 0.03) },
    standstillRate: { controller: rate(0.2, 0.003), keeper: rate(0.4, 0.015) },
    blobs: {
      hiddenFromListsMs: rate(0.25, 1) > 0 ? random.pick([500, 5_000, minuteMs]) : 0,
      shownAfterRemovalMs: rate(0.25, 1) > 0 ? random.pick([1_000, minuteMs, 20 * minuteMs]) : 0,
      throttleRate: rate(0.3, 0.15),
      refuseRate: rate(0.3, 0.3),
      lostReplyRate: rate(0.3, 0.3),
    },
    acts: each(acts, () => random.pick([0, 0.5, 1, 1, 1, 2, 4])),
    strikes: each(strikes, () => rate(0.4, 0.08)),
    policy: random.chance(0.75) ? drawPolicy(random) : undefined,
  }
}

/** Nothing fails, and what is thrown away goes soon. */
export const calmCharacter: Character = {
  controllers: 1, keepers: 1, tickMs: 500, jumpRate: 0, jumpMsMax: 0,
  checkpointIntervalMs: 4_000, finishAfterSavepointMs: 50, checkpointDiscardMs: 100, savepointMs: 500, archiveMs: 50,
  callFaults: {}, crashRate: { controller: 0, keeper: 0 }, standstillRate: { controller: 0, keeper: 0 },
  blobs: { hiddenFromListsMs: 0, shownAfterRemovalMs: 0, throttleRate: 0, refuseRate: 0, lostReplyRate: 0 },
  acts: {}, strikes: {}, policy: { keepLast: 1, keepForMs: 0, keepAfterDeletionMs: 0, trashMs: 0 },
}
