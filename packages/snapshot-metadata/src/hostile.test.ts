import type { Result } from '@headgate/domain'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SnapshotMetadata } from './index.ts'
import { everyHandle } from './testing/every-handle.ts'
import { readAll, writeMetadata } from './testing/index.ts'
import { arbitraryChanges } from './testing/mutated-bytes.ts'
import { readFixtures } from './testing/read-fixtures.ts'

const versions = [writeMetadata(everyHandle(5)), writeMetadata(everyHandle(6))]

/** An answer is a value that says something, and is no larger than the file that it is about. */
function expectAnswer(read: Result<SnapshotMetadata>, fileBytes: number): void {
  if (!read.ok) {
    expect(['rejected', 'limit']).toContain(read.reason)
    expect(read.message).toMatch(/^The (metadata|snapshot|file) .{10,400}\.$/s)
    return
  }
  const { references, operators } = read.value
  const text = [...references.map(({ location }) => location), ...operators.map(({ name = '', uid = '' }) => name + uid)]
  expect(text.reduce((sum, each) => sum + each.length, 0)).toBeLessThan(fileBytes)
  // The shortest reference has 12 bytes, the shortest operator 33.
  expect(12 * references.length + 33 * operators.length).toBeLessThan(fileBytes)
  expect(new Set(references.map(({ location, isRelative }) => `${isRelative} ${location}`)).size).toBe(references.length)
}

it.each([5, 6] as const)('says of a file of version %i that ends at any byte that it was cut off', async (formatVersion) => {
  const whole = versions[formatVersion - 5] ?? new Uint8Array()
  for (let length = 1; length < whole.length; length++) {
    const read = await readAll(whole.subarray(0, length))
    if (read.ok || read.reason !== 'rejected' || !/cut off: the file ends after [\d,]+ bytes/.test(read.message)) expect.fail(`${length} bytes: ${JSON.stringify(read)}`)
  }
})

it.each([0x7fff_ffff, -1, -0x8000_0000, 0x7fff])('bears the number %i at any byte', async (number) => {
  const whole = writeMetadata(everyHandle(6))
  for (let position = 0; position < whole.length - 3; position++) {
    const changed = whole.slice()
    new DataView(changed.buffer).setInt32(position, number)
    expectAnswer(await readAll(changed), changed.length)
  }
})

it('bears any change of any file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...versions, ...readFixtures().map(({ bytes }) => bytes)), arbitraryChanges, fc.integer({ min: 1, max: 3_000 }), async (whole, change, pieceBytes) => {
      const changed = change(whole)
      const read = await readAll(changed)
      expectAnswer(read, changed.length)
      // However the bytes come, the answer is the same.
      expect(await readAll(changed, {}, pieceBytes)).toEqual(read)
    }),
    { numRuns: 2_000 },
  )
})

it('bears bytes of any kind behind a true beginning', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...versions), fc.nat(60), fc.uint8Array({ maxLength: 400 }), async (whole, length, more) => {
      const changed = new Uint8Array([...whole.subarray(0, length), ...more])
      expectAnswer(await readAll(changed), changed.length)
    }),
    { numRuns: 2_000 },
  )
})
