import { expect, it } from 'vitest'
import { ByteWriter } from '../testing/byte-writer.ts'
import { inPieces } from '../testing/index.ts'
import { ByteWindow, unitBytesMax } from './byte-window.ts'

const windowOver = (bytes: Uint8Array, pieceBytes = 1_000) => new ByteWindow(inPieces(bytes, pieceBytes), 10_000_000)
const numbers = Array.from({ length: 100_000 }, (_, index) => index - 5).reduce((out: ByteWriter, number) => out.int(number), new ByteWriter()).toBytes()

it.each([1, 3, 4_096, 1_000_000])('reads on across its edges, in pieces of %i bytes', async (pieceBytes) => {
  const window = windowOver(numbers, pieceBytes)
  for (let index = 0; index < 100_000; index++) {
    if (!window.isReady) await window.refill()
    if (window.int() !== index - 5) expect.fail(`The number at ${index} is wrong.`)
    if (index % 1_000 === 0) expect(window.position).toBe(4 * (index + 1))
  }
  expect(window.isReady).toBe(true)
  expect(window.bufferedBytes).toBe(0)
})

it('fetches no more than a window ahead', async () => {
  let fetchedBytes = 0
  const pieces = async function* () {
    for await (const piece of inPieces(new Uint8Array(3_000_000), 1_000)) {
      fetchedBytes += piece.length
      yield piece
    }
  }
  const window = new ByteWindow(pieces(), 10_000_000)
  while (window.position < 3_000_000) {
    if (!window.isReady) await window.refill()
    window.bytes(Math.min(unitBytesMax, window.bufferedBytes))
    expect(fetchedBytes - window.position).toBeLessThanOrEqual(256 * 1024)
  }
})

it('passes over more than it holds', async () => {
  const window = windowOver(numbers)
  await window.refill()
  window.skip(4 * 99_990)
  expect(window.isReady).toBe(false)
  await window.refill()
  expect(window.int()).toBe(99_985)
  window.skip(36)
  expect(window).toMatchObject({ isReady: true, bufferedBytes: 0, failure: undefined })
})

it('after its first failure reads zeros and keeps what it said', async () => {
  const window = windowOver(numbers)
  await window.refill()
  window.damaged('a hole')
  window.cutOff()
  expect([window.byte(), window.int(), window.long(), window.count('things'), window.size('a size'), window.text('name', 10), window.hex(2)]).toEqual([0, 0, 0, 0, 0, '', ''])
  window.skip(1_000)
  expect(window).toMatchObject({ isReady: true, bufferedBytes: 0 })
  expect(window.failure?.message).toBe('The metadata is damaged: it has a hole (before byte 0).')
})

it.each([1, 1_000])('tells a file that ends too early by %i bytes', async (missing) => {
  const window = windowOver(numbers)
  await window.refill()
  window.skip(numbers.length + missing)
  await window.refill()
  expect(window.failure?.message).toMatch(/cut off: the file ends after 400,000 bytes/)
})
