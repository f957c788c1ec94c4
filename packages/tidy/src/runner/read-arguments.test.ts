import { expect, test } from 'vitest'
import { groupOfFile } from './groups.ts'
import { readArguments } from './read-arguments.ts'

test('no argument means every file of every group that is not left out unless asked for', () => {
  expect(readArguments([])).toEqual({ groups: ['fast', 'sim', 'postgres', 'real', 'kill'], filters: [], help: false })
})

test('a lone -- is skipped, groups may be repeated or listed, the rest are file filters', () => {
  expect(readArguments(['--', '--group', 'real,fast', './packages/sql'])).toEqual({ groups: ['fast', 'real'], filters: ['packages/sql'], help: false })
})

test('a group that is left out otherwise runs when it is named', () => {
  expect(readArguments(['--group', 'kubernetes'])).toMatchObject({ groups: ['kubernetes'] })
})

test.each([
  [['--group', 'slow'], /no test group "slow".*fast, sim, postgres, real/],
  [['--fats'], /Unknown option '--fats'.*Accepted/],
])('%j is refused with what is accepted', (words, problem) => {
  expect(readArguments(words)).toMatchObject({ problem: expect.stringMatching(problem) })
})

test('the name of a file tells its group', () => {
  expect(['a.test.ts', 'b/store.pg.test.ts', 'kafka.real.test.ts', 'dev.e2e.test.ts', 'pg.test.ts', 'cells.kill.test.ts', 'seeds-1.sim.test.ts', 'lab.kubernetes.test.ts'].map(groupOfFile)).toEqual(['fast', 'postgres', 'real', 'real', 'fast', 'kill', 'sim', 'kubernetes'])
})
