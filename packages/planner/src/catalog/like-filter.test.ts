import { expect, test } from 'vitest'
import { likeFilter } from './like-filter.ts'

const filter = (pattern: string, more: { not?: boolean; caseInsensitive?: boolean } = {}) => ['ab', 'aXb', 'AB', 'a%b', 'a.b', '日b'].filter(likeFilter({ pattern, not: false, caseInsensitive: false, ...more }))

test('LIKE', () => {
  expect(filter('a%')).toEqual(['ab', 'aXb', 'a%b', 'a.b'])
  expect(filter('a_b')).toEqual(['aXb', 'a%b', 'a.b'])
  expect(filter('a\\%b')).toEqual(['a%b'])
  expect(filter('a.b')).toEqual(['a.b'])
  expect(filter('_b')).toEqual(['ab', '日b'])
  expect(filter('ab', { caseInsensitive: true })).toEqual(['ab', 'AB'])
  expect(filter('a%', { not: true })).toEqual(['AB', '日b'])
  expect(likeFilter(undefined)('anything')).toBe(true)
})
