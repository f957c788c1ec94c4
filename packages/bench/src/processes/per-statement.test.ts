import { expect, it } from 'vitest'
import { costPerStatement, countThatFits } from './per-statement.ts'
import type { Sample } from './sample-usage.ts'

const sample = (api: [pssBytes: number, cpu: number], controller: [pssBytes: number, cpu: number]): Sample => {
  const usage = ([pssBytes, cpuMsPerSecond]: [number, number]) => ({ processes: 1, pssBytes, cpuMsPerSecond })
  const none = usage([7, 7])
  return { supervisor: none, API: usage(api), controller: usage(controller), Postgres: none, JobManagers: none, 'SQL gateways': none, TaskManagers: none }
}

it('is the difference to the median without, divided by the statements', () => {
  const without = [sample([100, 1], [200, 2]), sample([100, 1], [200, 2]), sample([900, 9], [900, 9])]
  const having = [sample([150, 2], [300, 12]), sample([160, 3], [300, 22]), sample([140, 2], [300, 12])]
  expect(costPerStatement(without, having, 10, ['API'])).toEqual({ pssBytes: { median: 5, worst: 6 }, cpuMsPerSecond: { median: 0.1, worst: 0.2 } })
  expect(costPerStatement(without, having, 10, ['API', 'controller'])).toEqual({ pssBytes: { median: 15, worst: 16 }, cpuMsPerSecond: { median: 1.1, worst: 2.2 } })
  expect(costPerStatement(without, having, 10, ['Postgres'])).toEqual({ pssBytes: { median: 0, worst: 0 }, cpuMsPerSecond: { median: 0, worst: 0 } })
})

it('takes no more statements than have room', () => {
  const room = { taskManagerBytes: 500, slots: 4, reserveBytes: 1_000 }
  expect(countThatFits(50, { ...room, availableBytes: 20_000 })).toBe(50)
  expect(countThatFits(50, { ...room, availableBytes: 3_400 })).toBe(16)
  expect(countThatFits(50, { ...room, availableBytes: 0 })).toBe(4)
})
