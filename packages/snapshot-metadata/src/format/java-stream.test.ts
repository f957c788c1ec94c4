import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteWriter } from '../testing/byte-writer.ts'
import type { PropertiesToWrite } from '../testing/index.ts'
import { writeProperties } from '../testing/write-properties.ts'
import { readJavaObject } from './java-stream.ts'

const bytesOf = (properties: PropertiesToWrite): Uint8Array => {
  const out = new ByteWriter()
  writeProperties(out, properties)
  return out.toBytes()
}
const stop = bytesOf({ kind: 'savepoint', format: 'native', stop: 'drain' })

it('reads objects, strings, constants and references', () => {
  const read = readJavaObject(stop)
  const type = {
    className: 'org.apache.flink.runtime.checkpoint.SavepointType',
    fields: new Map<string, unknown>([
      ['formatType', { className: 'org.apache.flink.core.execution.SavepointFormatType', constant: 'NATIVE' }],
      ['name', 'Terminate Savepoint'],
      ['postCheckpointAction', { className: 'org.apache.flink.runtime.checkpoint.SavepointType$PostCheckpointAction', constant: 'TERMINATE' }],
    ]),
  }
  const flags = ['discardCancelled', 'discardFailed', 'discardFinished', 'discardSubsumed', 'discardSuspended', 'forced', 'unclaimed']
  const fields = new Map<string, unknown>([...flags.map((name): [string, unknown] => [name, name === 'forced' ? 1 : 0]), ['checkpointType', type]])
  expect(read).toEqual({ value: { className: 'org.apache.flink.runtime.checkpoint.CheckpointProperties', fields }, length: stop.length })
})

it('knows an object that is not there in full, at any byte', () => {
  for (let length = 0; length < stop.length; length++) expect(readJavaObject(stop.subarray(0, length))).toBe('cut-off')
})

const open = () => new ByteWriter().hex('aced0005')
const classNamed = (out: ByteWriter, name: string) => out.byte(0x72).text(name).long(1).byte(2).short(0).byte(0x78)

it.each<[string, Uint8Array]>([
  ['another stream', new ByteWriter().hex('aced0006').byte(0x70).toBytes()],
  ['an array', open().byte(0x75).toBytes()],
  ['a reference to nothing', open().byte(0x71).hex('007e0000').toBytes()],
  ['a reference to before anything', open().byte(0x71).hex('00000000').toBytes()],
  ['a class above itself', classNamed(open().byte(0x73), 'A').byte(0x71).hex('007e0000').toBytes()],
  ['many classes, each above the other', Array.from({ length: 50 }).reduce((out: ByteWriter) => classNamed(out, 'A'), open().byte(0x73)).byte(0x70).toBytes()],
  ['a class where an object belongs', classNamed(open(), 'A').byte(0x70).toBytes()],
  ['an object of no class', open().byte(0x73).byte(0x70).toBytes()],
  ['a class that writes itself', open().byte(0x73).byte(0x72).text('A').long(1).byte(3).short(0).byte(0x78).byte(0x70).toBytes()],
  ['a field of a type that there is not', open().byte(0x73).byte(0x72).text('A').long(1).byte(2).short(1).byte(0x51).text('f').toBytes()],
])('does not know %s', (_name, bytes) => {
  expect(readJavaObject(bytes)).toBe('unknown')
})

it('bears any bytes', () => {
  const tags = fc.constantFrom(0x70, 0x71, 0x72, 0x73, 0x74, 0x78, 0x7e, 0, 2, 0x4c, 0x5a)
  fc.assert(
    fc.property(fc.array(fc.oneof(tags, fc.nat(255)), { maxLength: 200 }), (more) => {
      const bytes = new Uint8Array([0xac, 0xed, 0, 5, ...more])
      const read = readJavaObject(bytes)
      if (typeof read === 'object') expect(read.length).toBeLessThanOrEqual(bytes.length)
    }),
    { numRuns: 2_000 },
  )
})
