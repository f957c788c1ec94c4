import { expect, it } from 'vitest'
import { readArguments } from './read-arguments.ts'

it('reads what to build', () => {
  expect(readArguments(['build'])).toEqual({ command: 'build', which: ['engine', 'control-plane', 'trial'], output: undefined, base: undefined, isFresh: false, isVerbose: false })
  expect(readArguments(['build', '--which', 'engine', '--output', 'x', '--base', 'debian:13-slim', '--fresh'])).toMatchObject({ which: ['engine'], output: 'x', base: 'debian:13-slim', isFresh: true })
  expect(readArguments(['prepare', 'control-plane', '--output', '/app'])).toEqual({ command: 'prepare', output: '/app' })
  expect(readArguments([])).toEqual({ command: 'help' })
})

it.each([
  [['build', '--which', 'api'], /no image "api"/],
  [['build', '--base', 'debian:12'], /name it with --which/],
  [['prepare', 'engine'], /prepare control-plane/],
  [['push'], /Unknown: push/],
  [['build', '--outputs', 'x'], /--outputs/],
])('%j is wrong', (words, problem) => {
  expect(readArguments(words)).toEqual({ command: 'wrong', problem: expect.stringMatching(problem) })
})
