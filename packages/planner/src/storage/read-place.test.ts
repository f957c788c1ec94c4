import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlaceReader, readPlace } from './read-place.ts'

const root = 'organizations/o/environments/e'
const part = fc.constantFrom('statements', 'pools', 'exports', 'files', 'checkpoints', 'savepoints', 'snapshots', 'archive', 'shared', 'taskowned', 'chk-1', 'chk-2', 'a', 'b', '', 'f'.repeat(32), `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}-1`)
const beginning = fc.constantFrom('statements/s/checkpoints', `statements/s/checkpoints/${'a'.repeat(32)}`, 'statements/s/snapshots', 'pools/p/archive', `pools/p/checkpoints/${'b'.repeat(32)}`, 'exports/x', '')
const key = fc.tuple(beginning, fc.array(part, { minLength: 1, maxLength: 6 })).map(([first, rest]) => [root, ...(first === '' ? [] : [first]), ...rest].join('/'))

describe('createPlaceReader', () => {
  it('tells of each key of a listing what readPlace tells of it alone', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        const placeOf = createPlaceReader(root)
        for (const each of [...keys].sort()) expect(placeOf(each)).toEqual(readPlace(root, each))
      }),
      { numRuns: 2_000 },
    )
  })
})
