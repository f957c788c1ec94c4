import { expect, it } from 'vitest'
import { readArguments } from './read-arguments.ts'

const known = ['insert', 'cold']

it('reads names and options, with or without the dashes that pnpm passes on', () => {
  expect(readArguments(['--', 'insert', '--rounds', '5'], known)).toEqual({ list: false, names: ['insert'], rounds: 5, statements: undefined })
  expect(readArguments(['--list'], known)).toEqual({ list: true, names: [], rounds: undefined, statements: undefined })
  expect(readArguments(['idle', '--statements', '12'], ['idle'])).toEqual({ list: false, names: ['idle'], rounds: undefined, statements: 12 })
})

it('says what it does not understand', () => {
  expect(readArguments(['fast'], known)).toBe("There is no benchmark 'fast'. There are: insert, cold.")
  expect(readArguments(['insert', '--rounds', '0'], known)).toBe("--rounds takes a number from 1, not '0'.")
  expect(readArguments(['insert', '--statements', 'x'], known)).toBe("--statements takes a number from 1, not 'x'.")
  expect(readArguments(['--speed'], known)).toContain('--speed')
})
