import { expect, it } from 'vitest'
import { crashes } from '../../src/simulation/cli/subjects.ts'
import { tellFailure } from '../../src/simulation/cli/tell-failure.ts'
import { crashPointOf, crashSteps, runCrashPoint, runCrashScenario } from '../../src/storage/index.ts'

/** Of the crash points that there are, each fifth: `sim --crashes --seeds 1..3000` tries them all. */
const stride = 5

it('a process dies before or after a call, and all comes out well', async () => {
  const { result, calls } = await runCrashScenario(undefined)
  expect(result.failure?.violations ?? []).toEqual([])
  // It is a story of all that goes on.
  for (const what of ['act take', 'act adopt', 'act drill', ...['checkpoints', 'exports', 'plans', 'savepoints', 'snapshots'].map((place) => `removed ${place}`)]) expect(result.counts[what], what).toBeGreaterThan(0)
  expect(Math.min(...Object.values(calls))).toBeGreaterThan(100)
  let struck = 0
  for (let number = 1; crashPointOf(number).call <= Math.max(...Object.values(calls)); number += stride) {
    const { trade, call } = crashPointOf(number)
    if (call > calls[trade]) continue
    const run = await runCrashPoint(number)
    if (run.failure !== undefined) throw new Error(await tellFailure(run, crashSteps, { subject: crashes }))
    struck += Object.keys(run.counts).some((name) => name.startsWith('fault crash')) ? 1 : 0
  }
  expect(struck).toBeGreaterThan(300)
}, 300_000)
