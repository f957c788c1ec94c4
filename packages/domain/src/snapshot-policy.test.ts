import { expect, it } from 'vitest'
import { defaultSnapshotPolicy, policyFor } from './snapshot-policy.ts'
import type { SnapshotPolicy } from './snapshot-policy.ts'

const policy = (name: string, statementName: string | undefined, createdAtMs: number): SnapshotPolicy => ({
  ...defaultSnapshotPolicy, organizationId: 'o', environmentId: 'e', name, version: 1, createdAtMs, updatedAtMs: createdAtMs, ...(statementName === undefined ? {} : { statementName }),
})

it('the own policy of a statement, else that of the environment, else the default', () => {
  const all = [policy('of-all', undefined, 1), policy('of-a', 'a', 2)]
  expect(policyFor(all, 'a').name).toBe('of-a')
  expect(policyFor(all, 'b').name).toBe('of-all')
  expect(policyFor(all, undefined).name).toBe('of-all')
  expect(policyFor([policy('of-a', 'a', 2)], 'b')).toEqual(defaultSnapshotPolicy)
})

it('of two for the same the older one, then by name', () => {
  expect(policyFor([policy('new', 'a', 2), policy('old', 'a', 1)], 'a').name).toBe('old')
  expect(policyFor([policy('y', undefined, 1), policy('x', undefined, 1)], 'a').name).toBe('x')
})
