import { failed } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { tellFailure } from './cli/tell-failure.ts'
import { runSimulation } from './run-simulation.ts'

const steps = 60

describe('runSimulation', () => {
  it('is repeated by its seed, to the byte, and by no other', async () => {
    const lines: string[] = []
    const once = await runSimulation(1, { steps, onLine: (line) => void lines.push(line) })
    const again: string[] = []
    expect(await runSimulation(1, { steps, onLine: (line) => void again.push(line) })).toEqual(once)
    expect(again).toEqual(lines)
    expect((await runSimulation(2, { steps })).hash).not.toBe(once.hash)
    expect(lines.length).toBeGreaterThan(100)
  })

  it('finds a planted bug, and tells the command that repeats it', async () => {
    const plant = {
      controllerPorts: <T extends { flink: object }>(ports: T): T => ({ ...ports, flink: { ...ports.flink, cancelJob: async () => failed('unavailable', 'planted'), stopWithSavepoint: async () => failed('unavailable', 'planted') } }),
    }
    for (let seed = 1; seed <= 10; seed++) {
      const result = await runSimulation(seed, { steps, plant })
      if (result.failure === undefined) continue
      const told = await tellFailure(result, steps, { plant })
      expect(told.split('\n').at(-1)).toBe(`npx pnpm@12 sim --seed ${seed} --steps ${steps} --trace`)
      expect(told).not.toContain('not repeatable')
      return
    }
    throw new Error('It was not found in ten seeds.')
  })
})
