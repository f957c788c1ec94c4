import { describe, expect, it } from 'vitest'
import { addCounts, renderCounts } from '../../src/simulation/cli/run-command.ts'
import { storage } from '../../src/simulation/cli/subjects.ts'
import { tellFailure } from '../../src/simulation/cli/tell-failure.ts'
import { historyActs, historySteps, historyStrikes, runHistory } from '../../src/storage/index.ts'

/** Of the 10,000 that are run by hand (`sim --storage --seeds 1..10000`), as many as fit beside the other tests. */
const historiesInAll = 2_000
const shards = 4
const historiesPerTest = 250

/** What must have befallen some call of a controller and of a keeper: between any two steps somebody dies. */
const callFaults = [
  ...['store', 'flink', 'blobs', 'storage', 'objects'].flatMap((port) => [`crash before ${port}`, `crash after ${port}`, `unavailable ${port}`, `slow ${port}`]),
  ...['store', 'storage', 'objects'].flatMap((port) => [`lost-reply ${port}`, `lost-request ${port}`]),
  'doubled flink', 'doubled objects',
]

/** What must have come of it. */
const outcomes = [
  ...['archive', 'checkpoints', 'exports', 'imports', 'plans', 'savepoints', 'snapshots'].map((place) => `removed ${place}`),
  'restarts of keepers', 'restarts of controllers', 'standstills of keepers', 'standstills of controllers', 'jumps', 'scans',
]

/** The tests of one shard of the histories. */
export function describeHistories(shard: number): void {
  const counts: Record<string, number> = {}
  const first = (shard * historiesInAll) / shards + 1
  const starts = Array.from({ length: historiesInAll / shards / historiesPerTest }, (_, index) => first + index * historiesPerTest)

  describe(`histories of snapshots, ${historySteps} steps each, with faults, then quiet`, () => {
    it.each(starts)(`${historiesPerTest} seeds from %d, each fiftieth twice`, async (start) => {
      for (let seed = start; seed < start + historiesPerTest; seed++) {
        const result = await runHistory(seed)
        if (result.failure !== undefined) throw new Error(await tellFailure(result, historySteps, { subject: storage }))
        expect(result.stepsDone).toBe(historySteps)
        if (seed % 50 === 0) expect((await runHistory(seed)).hash, `seed ${seed} told another story the second time`).toBe(result.hash)
        addCounts(counts, result.counts)
      }
    })

    it('every act, every fault and every outcome was among them, but for the rarest', () => {
      console.log(renderCounts(counts))
      const wanted = [...historyActs.map(({ name }) => `act ${name}`), ...historyStrikes.map(({ name }) => `strike ${name}`), ...callFaults.map((fault) => `fault ${fault}`), ...outcomes]
      // A shard of the tests is small: the rarest may be missing from one of them.
      const missing = wanted.filter((name) => (counts[name] ?? 0) === 0)
      expect(missing.length, missing.join(', ')).toBeLessThan(3)
    })
  })
}
