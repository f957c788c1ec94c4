import { beforeAll, describe, expect, it } from 'vitest'
import { bugs } from './bugs/index.ts'
import type { Hunt } from './hunt.ts'
import type { PlantedBug } from './planted-bug.ts'
import { inParallel, startHunt } from './start-hunt.ts'
import { huntedIn } from './subjects.ts'

/** The seed that was known, and then others: the code has changed since, and with it what each seed tells. */
const seedsFor = (bug: PlantedBug): number[] => [bug.seedHint, ...Array.from({ length: huntedIn(bug).seedsMax }, (_, index) => index + 1).filter((seed) => seed !== bug.seedHint)]
const processes = 2
const limitMs = 15 * 60_000

/** The test of the test: see decisions/002-planted-bugs.md. */
describe('the simulation finds', () => {
  const hunts = new Map<string, Hunt>()
  beforeAll(async () => {
    const found = await inParallel(bugs, processes, (bug) => startHunt(bug.name, huntedIn(bug).name, seedsFor(bug), huntedIn(bug).steps))
    for (const each of found) hunts.set(each.name, each)
  }, limitMs)

  it.each(bugs.map((bug) => bug.name))('%s', (name) => {
    const found = hunts.get(name)
    expect(found?.problem).toBeUndefined()
    expect(found?.seed, `Not found by ${found?.seedsRun} seeds. These found something else: ${found?.others.join('\n')}`).toBeGreaterThan(0)
  })
})
