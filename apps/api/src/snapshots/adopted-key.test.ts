import { describe, expect, it } from 'vitest'
import { adoptedKey, isWithin } from './adopted-key.ts'

const tenant = { organizationId: 'o', environmentId: 'env-1' }
const own = 'organizations/o/environments/env-1'

describe('adoptedKey', () => {
  it.each([
    ['s3://bucket/some/prefix', 's3://bucket/some/prefix/organizations/o/environments/env-1/x/chk-1/_metadata', `${own}/x/chk-1`],
    ['s3://bucket', 's3://bucket/organizations/o/environments/env-1/x', `${own}/x`],
    ['s3://bucket/p', 'x/y', `${own}/x/y`],
    // A name that looks like the beginning of a key of the store is one below the environment, unless it is the environment's own.
    ['s3://bucket/p', 'organizations/other/x', `${own}/organizations/other/x`],
    ['file:///data', 'a:b', `${own}/a:b`],
  ])('%s: %s', (root, path, key) => {
    expect(adoptedKey(path, tenant, root)).toEqual({ key })
  })

  it.each([
    ['s3://bucket/p', 's3://bucket/organizations/o/environments/env-1/x'],
    ['s3://bucket/p', 's3://bucket2/p/organizations/o/environments/env-1/x'],
    ['s3://bucket/p', 's3://bucket/pp/organizations/o/environments/env-1/x'],
    ['s3://bucket/p', 's3://bucket/p-organizations/o/environments/env-1/x'],
    ['s3://bucket/p', 'file:///p/organizations/o/environments/env-1/x'],
    ['s3://bucket/p', 's3://bucket/p/organizations/o/environments/env-11/x'],
    ['s3://bucket/p', 's3://bucket/p/organizations/o/environments/env-1/../env-2/x'],
    ['s3://bucket/p', 'x/\ud800'],
  ])('%s: not %s', (root, path) => {
    expect(adoptedKey(path, tenant, root)).toHaveProperty('why')
  })
})

it('isWithin goes by whole parts', () => {
  expect([isWithin('a/b', 'a/b'), isWithin('a/b/c', 'a/b'), isWithin('a/bc', 'a/b'), isWithin('a', 'a/b')]).toEqual([true, true, false, false])
})
