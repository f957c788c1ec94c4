import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyPatches } from './apply-patches.ts'
import { bugs } from './bugs/index.ts'
import { hunt } from './hunt.ts'
import type { PlantedBug } from './planted-bug.ts'
import { workspaceRoot } from './plant.ts'

const bug = (over: Partial<PlantedBug> = {}): PlantedBug => ({ name: 'one', breaks: '', patches: [{ file: 'a.ts', find: 'x', replace: 'y' }], caughtBy: /lost/, seedHint: 1, ...over })

describe('planted bugs', () => {
  it('are many, each with a name of its own', () => {
    expect(bugs.length).toBeGreaterThanOrEqual(25)
    expect(new Set(bugs.map((each) => each.name)).size).toBe(bugs.length)
  })

  it.each(bugs.map((each) => [each.name, each] as const))('%s fits the code as it is', (_, each) => {
    for (const file of new Set(each.patches.map((patch) => patch.file))) {
      const text = readFileSync(join(workspaceRoot, file), 'utf8')
      const planted = applyPatches(each, file, text)
      expect(planted).not.toBe(text)
      // It throws on what is no TypeScript.
      expect(stripTypeScriptTypes(planted)).not.toBe(stripTypeScriptTypes(text))
    }
  })
})

describe('applyPatches', () => {
  it('changes one place and nothing else', () => {
    expect(applyPatches(bug(), 'a.ts', 'a x b')).toBe('a y b')
    expect(applyPatches(bug(), 'b.ts', 'a x b')).toBe('a x b')
    expect(applyPatches(bug({ patches: [{ file: 'a.ts', find: 'x', replace: '$&$1' }] }), 'a.ts', 'x')).toBe('$&$1')
  })

  it('refuses a place that is not there, or there twice', () => {
    expect(() => applyPatches(bug(), 'a.ts', 'nothing')).toThrow('there 0 times')
    expect(() => applyPatches(bug(), 'a.ts', 'x x')).toThrow('there 2 times')
  })
})

describe('hunt', () => {
  const run = (violations: Record<number, string>) => async (seed: number) => ({
    seed, stepsDone: 1, hash: '', counts: {}, virtualMs: 1,
    ...(violations[seed] === undefined ? {} : { failure: { step: 1, atMs: 1, violations: [violations[seed]] } }),
  })

  it('tells the seed that found what it shall find, and passes by what is something else', async () => {
    expect(await hunt(bug(), [1, 2, 3], 1, run({ 1: 'another thing', 2: 'it was lost' }))).toEqual({ name: 'one', seedsRun: 2, seed: 2, step: 1, violation: 'it was lost', others: ['seed 1: another thing'] })
    expect((await hunt(bug(), [1], 1, run({}))).seed).toBeUndefined()
  })

  it('takes a throw for a broken plant', async () => {
    expect((await hunt(bug(), [1], 1, run({ 1: 'controller-1 threw at pool x: ReferenceError' }))).problem).toContain('ReferenceError')
  })
})
