import { describe, expect, it } from 'vitest'
import { addCounts, renderCounts } from '../src/simulation/cli/run-command.ts'
import { tellFailure } from '../src/simulation/cli/tell-failure.ts'
import { acts, defaultSteps, runSimulation, strikes } from '../src/simulation/index.ts'

const seedsInAll = 2_000
const shards = 4
const seedsPerTest = 50

/** What must have befallen some call: the simulator would be silent about what it never tries. */
const callFaults = [
  ...['store', 'api', 'gateway', 'flink', 'cluster', 'blobs', 'wake'].flatMap((port) => [`crash before ${port}`, `crash after ${port}`, `lost-reply ${port}`, `lost-request ${port}`]),
  ...['store', 'api', 'resources', 'spool', 'gateway', 'flink', 'cluster', 'blobs', 'wake'].flatMap((port) => [`unavailable ${port}`, `slow ${port}`]),
  ...['doubled gateway', 'doubled flink', 'doubled cluster', 'doubled wake', 'stale flink', 'answer flink'],
]

/** What must have come of it. */
const outcomes = [
  'generations after the first', 'restores from savepoint', 'restores from checkpoint', 'cluster generations', 'restarts of controllers', 'restarts of the API',
  'phase COMPLETED', 'phase FAILED', 'phase STOPPED', 'phase PENDING parked', 'answers 201', 'answers 404', 'answers 409', 'answers 503', 'requests without an answer',
]

/** The tests of one shard of the seeds; the shards share the machine's cores. */
export function describeSeeds(shard: number): void {
  const counts: Record<string, number> = {}
  const first = (shard * seedsInAll) / shards + 1
  const starts = Array.from({ length: seedsInAll / shards / seedsPerTest }, (_, index) => first + index * seedsPerTest)

  describe(`${defaultSteps} steps of each seed, with faults, then quiet`, () => {
    it.each(starts)(`${seedsPerTest} seeds from %d, each tenth twice`, async (start) => {
      for (let seed = start; seed < start + seedsPerTest; seed++) {
        const result = await runSimulation(seed)
        if (result.failure !== undefined) throw new Error(await tellFailure(result, defaultSteps))
        expect(result.stepsDone).toBe(defaultSteps)
        if (seed % 10 === 0) expect((await runSimulation(seed)).hash, `seed ${seed} told another story the second time`).toBe(result.hash)
        addCounts(counts, result.counts)
      }
    })

    it('every act, every fault and every outcome was among them, but for the rarest', () => {
      console.log(renderCounts(counts))
      const wanted = [...acts.map((act) => `act ${act.name}`), ...strikes.map((strike) => `strike ${strike.name}`), ...callFaults.map((fault) => `fault ${fault}`), ...outcomes]
      // Stories change with the code: the very rarest may be missing from one shard.
      const missing = wanted.filter((name) => (counts[name] ?? 0) === 0)
      expect(missing.length, missing.join(', ')).toBeLessThan(3)
    })
  })
}
