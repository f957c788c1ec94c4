import { afterAll, describe, expect, it } from 'vitest'
import { createStandKeeper, findCell, runCell } from '../src/index.ts'
import { oneForEachVictim, redBefore } from './chosen-cells.ts'

/** A part of the kill matrix; `npx pnpm@12 kill-matrix` runs the whole of it. */
const stands = createStandKeeper()
const withinMs = 600_000

afterAll(async () => {
  await stands.discard()
}, 120_000)

describe('what is killed comes back, and nothing is lost, doubled or told wrongly', () => {
  it.each([...new Set([...oneForEachVictim, ...redBefore])])('%s', async (name) => {
    const cell = findCell(name)
    if (cell === undefined) throw new Error(`There is no cell ${name}.`)
    const result = await runCell(cell, stands, 'under test')
    const story = result.timeline.map(([seconds, source, text]) => `${seconds} s  ${source}  ${text}`).join('\n')
    expect(result.problems, story).toEqual([])
    expect(result.verdict).toBe('passed')
  }, withinMs)
})
