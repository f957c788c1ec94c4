import { expect, it } from 'vitest'
import { readArguments } from './read-arguments.ts'

const known = ['insert', 'cold']

it('reads names and options, with or without the dashes that pnpm passes on', () => {
  expect(readArguments(['--', 'insert', '--rounds', '5'], known)).toEqual({ list: false, names: ['insert'], rounds: 5 })
  expect(readArguments(['--list'], known)).toEqual({ list: true, names: [], rounds: undefined })
})

it('says what it does not understand', () => {
  expect(readArguments(['fast'], known)).toBe("There is no benchmark 'fast'. There are: insert, cold.")
  expect(readArguments(['insert', '--rounds', '0'], known)).toBe("--rounds takes a number from 1, not '0'.")
  expect(readArguments(['--speed'], known)).toContain('--speed')
})
