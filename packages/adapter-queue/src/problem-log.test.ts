import { expect, it } from 'vitest'
import { createProblemLog } from './problem-log.ts'

it('says the same at once, and then once a minute with how often it was not said', () => {
  let nowMs = 0
  const said: unknown[] = []
  const log = createProblemLog({ warn: (fields, message) => void said.push([message, fields]) }, () => nowMs)
  for (; nowMs <= 61_000; nowMs += 1_000) log.tell({ error: 'refused', what: 'a' }, 'away')
  log.tell({ error: 'another' }, 'away')
  expect(said).toEqual([
    ['away', { error: 'refused', what: 'a' }],
    ['away', { error: 'refused', what: 'a', timesNotSaid: 59 }],
    ['away', { error: 'another' }],
  ])
})

it('keeps a bounded number of them', () => {
  let count = 0
  const log = createProblemLog({ warn: () => void (count += 1) }, () => 0)
  for (let round = 0; round < 2; round++) for (let number = 0; number < 60; number++) log.tell({ error: `${number}` }, 'away')
  expect(count).toBe(120)
})
