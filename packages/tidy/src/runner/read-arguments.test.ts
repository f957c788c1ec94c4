import { expect, test } from 'vitest'
import { groupOfFile } from './groups.ts'
import { readArguments } from './read-arguments.ts'

test('no argument means every group and every file', () => {
  expect(readArguments([])).toEqual({ groups: ['fast', 'sim', 'postgres', 'real', 'kill'], filters: [], help: false })
})

test('a lone -- is skipped, groups may be repeated or listed, the rest are file filters', () => {
  expect(readArguments(['--', '--group', 'real,fast', './packages/sql'])).toEqual({ groups: ['fast', 'real'], filters: ['packages/sql'], help: false })
})

test.each([
  [['--group', 'slow'], /no test group "slow".*fast, sim, postgres, real/],
  [['--fats'], /Unknown option '--fats'.*Accepted/],
])('%j is refused with what is accepted', (words, problem) => {
  expect(readArguments(words)).toMatchObject({ problem: expect.stringMatching(problem) })
})

test('the name of a file tells its group', () => {
  expect(['a.test.ts', 'b/store.pg.test.ts', 'kafka.real.test.ts', 'dev.e2e.test.ts', 'pg.test.ts', 'cells.kill.test.ts', 'seeds-1.sim.test.ts'].map(groupOfFile)).toEqual(['fast', 'postgres', 'real', 'real', 'fast', 'kill', 'sim'])
})
