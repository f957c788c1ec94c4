import { expect, it } from 'vitest'
import { createFrameReader } from './read-frames.ts'

const frame = (type: string, ...texts: string[]) => {
  const body = Buffer.from(texts.map((text) => `${text}\0`).join(''))
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const startUp = (code: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeInt32BE(8, 0)
  bytes.writeInt32BE(code, 4)
  return bytes
}

it('tells statements as they are executed, by text and by name, however the bytes are cut', () => {
  const bytes = Buffer.concat([
    startUp(80_877_103), startUp(196_608),
    frame('Q', 'BEGIN'), frame('P', 'a', 'INSERT 1'), frame('B', '', 'a'), frame('E', ''), frame('P', '', 'INSERT 2'), frame('B', '', ''), frame('E', ''), frame('B', '', 'a'), frame('E', ''), frame('Q', 'COMMIT'),
  ])
  for (const size of [1, 7, bytes.length]) {
    const reader = createFrameReader()
    const frames = []
    for (let start = 0; start < bytes.length; start += size) frames.push(...reader.read(bytes.subarray(start, start + size)))
    expect(Buffer.concat(frames.map((each) => each.bytes)).equals(bytes)).toBe(true)
    expect(frames.flatMap((each) => each.statement ?? [])).toEqual(['BEGIN', 'INSERT 1', 'INSERT 2', 'INSERT 1', 'COMMIT'])
  }
})
