import { expect, it } from 'vitest'
import { stepsOf } from './dev-process.ts'

it('gives each step the time until the next one', () => {
  expect(stepsOf([{ text: 'Starting Postgres', atMs: 350 }, { text: 'node', atMs: 100 }], 1_000)).toEqual([['node', 250], ['Starting Postgres', 650]])
})
