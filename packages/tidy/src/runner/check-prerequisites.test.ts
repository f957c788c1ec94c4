import { expect, test } from 'vitest'
import { checkPrerequisites, type Ask } from './check-prerequisites.ts'
import type { Need } from './groups.ts'

const ALL = new Set<Need>(['java', 'maven', 'python', 'go', 'redis', 'pgbouncer', 'root'])

const complete: Ask = (program, words) => {
  if (program === 'java') return 'openjdk version "17.0.15" 2025-04-15'
  if (program === 'mvn') return 'Apache Maven 3.8.7'
  if (program === 'id') return '0\n'
  if (program === 'go') return 'go version go1.19.8 linux/amd64'
  if (program === 'redis-server') return 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64'
  return words[0] === '--version' ? 'Python 3.11.7' : ''
}

test('nothing is missing on a complete machine', () => {
  expect(checkPrerequisites(ALL, complete, '24.21.0')).toEqual([])
})

test('everything that is missing is named at once, with what to do', () => {
  const missing = checkPrerequisites(ALL, () => undefined, '20.20.0')
  expect(missing.map((entry) => entry.need)).toEqual(['node', 'java', 'maven', 'python', 'go', 'redis', 'pgbouncer', 'root'])
  for (const entry of missing) expect(entry.nextStep.length).toBeGreaterThan(20)
})

test('a PgBouncer where only administrators look is one', () => {
  const asked = (where: string): Ask => (program, words) => (program.endsWith('pgbouncer') ? (program === where ? 'PgBouncer 1.18.0' : undefined) : complete(program, words))
  expect(checkPrerequisites(ALL, asked('/usr/sbin/pgbouncer'), '24.0.0')).toEqual([])
  expect(checkPrerequisites(ALL, asked('elsewhere'), '24.0.0')).toMatchObject([{ need: 'pgbouncer' }])
})

test('what no chosen group needs is not asked for', () => {
  expect(checkPrerequisites(new Set(), () => undefined, '24.0.0')).toEqual([])
})

test.each([
  ['java', 'openjdk version "11.0.2"', 'Java 11'],
  ['java', 'java version "1.8.0_401"', 'Java 1'],
  ['python3', 'Python 3.9.2', 'Python 3.9.2'],
  ['go', 'go version go1.15.15 linux/amd64', 'go1.15.15'],
  ['redis-server', 'Redis server v=6.0.16 sha=00000000:0', 'Redis v=6.0.16'],
  ['id', '1000\n', 'user 1000'],
])('a %s that does not do is named', (program, answer, found) => {
  const missing = checkPrerequisites(ALL, (asked, words) => (asked === program ? answer : complete(asked, words)), '24.0.0')
  expect(missing.map((entry) => entry.found)).toEqual([found])
})

test('Python without venv is not enough', () => {
  const missing = checkPrerequisites(ALL, (asked, words) => (words[0] === '-c' ? undefined : complete(asked, words)), '24.0.0')
  expect(missing.map((entry) => entry.found)).toEqual(['Python without venv'])
})
