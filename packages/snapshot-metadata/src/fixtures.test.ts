import { describe, expect, it } from 'vitest'
import { ByteWriter } from './testing/byte-writer.ts'
import { commonOfFlink, commonOfOurs } from './testing/compare-with-flink.ts'
import { flinkSnapshots } from './testing/flink-snapshots.ts'
import type { FlinkSnapshotName } from './testing/flink-snapshots.ts'
import { readAll } from './testing/index.ts'
import type { PropertiesToWrite } from './testing/index.ts'
import { readFixtures } from './testing/read-fixtures.ts'
import { writeProperties } from './testing/write-properties.ts'

const fixtures = readFixtures()

it('there is one of each sort', () => {
  expect(fixtures.map(({ name }) => name.replace('-version-5', ''))).toEqual(expect.arrayContaining(Object.keys(flinkSnapshots)))
  expect(fixtures.some(({ name }) => name.endsWith('-version-5'))).toBe(true)
})

describe.each(fixtures)('$name', ({ name, bytes, flink }) => {
  const expected = flinkSnapshots[name.replace('-version-5', '') as FlinkSnapshotName]

  it("is what Flink's own reader found", async () => {
    const read = await readAll(bytes)
    if (!read.ok) throw new Error(read.message)
    expect(commonOfOurs(read.value)).toEqual(commonOfFlink(flink))
    expect(read.value).toMatchObject({ ...expected, formatVersion: name.endsWith('-version-5') ? 5 : 6, sizeBytes: bytes.length })
    expect(await readAll(bytes, {}, 1)).toEqual(read)
  })

  it('is cut off wherever it ends too early', async () => {
    // Each byte of the first operators and of the end, and a part of those between.
    for (let length = 1; length < bytes.length; length += length > 1_500 && length < bytes.length - 900 ? 11 : 1) {
      const read = await readAll(bytes.subarray(0, length))
      if (read.ok || !/cut off: the file ends after/.test(read.message)) expect.fail(`${length} bytes: ${JSON.stringify(read)}`)
    }
  })

  it('ends as written ones do', () => {
    const properties: PropertiesToWrite = expected.kind === 'savepoint' ? { ...expected } : { kind: 'checkpoint' }
    const out = new ByteWriter()
    writeProperties(out, properties)
    const end = out.toBytes()
    expect(bytes.subarray(-end.length)).toEqual(Buffer.from(end))
  })
})
