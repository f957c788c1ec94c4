import type { Failure } from '@headgate/domain'
import { failed } from '@headgate/domain'
import { decodeModifiedUtf8 } from './modified-utf8.ts'

/** The most that is read between two looks at `isReady`: two strings of 65,535 bytes and some numbers. */
export const unitBytesMax = 132 * 1024
const windowBytes = 256 * 1024

/** A reader that pauses (`yield`) whenever the window is not ready, and goes on after `refill`. */
export type Reading<T> = Generator<undefined, T, undefined>

/**
 * The bytes of a source as Java's DataInput, in a window of bounded size. Reads are synchronous, so before each group of them (`unitBytesMax`)
 * a reader looks at `isReady`. After the first failure the window reads zeros for good: counts are 0, handles are absent, readers come to
 * their end, and what they return is not to be used.
 */
export class ByteWindow {
  failure: Failure | undefined
  readonly #source: AsyncIterator<Uint8Array>
  readonly #fileBytesMax: number
  /** Grows with what arrives, up to `windowBytes`: most files are small. */
  #buffer = new Uint8Array(0)
  #view = new DataView(this.#buffer.buffer)
  #start = 0
  #end = 0
  #ended = false
  /** Of the source's last piece, what is not in the buffer yet. */
  #rest: Uint8Array = new Uint8Array(0)
  /** To be passed over before anything else is read. */
  #owedBytes = 0
  #passedBytes = 0
  #arrivedBytes = 0

  constructor(source: AsyncIterator<Uint8Array>, fileBytesMax: number) {
    this.#source = source
    this.#fileBytesMax = fileBytesMax
  }

  /** Whether a reader may go on: enough is there, or there is no more. */
  get isReady(): boolean {
    return this.failure !== undefined || (this.#owedBytes === 0 && (this.#end - this.#start >= unitBytesMax || this.#ended))
  }

  /** How far the reader is, in bytes of the file. */
  get position(): number {
    return this.#passedBytes + this.#start
  }

  /** What is left in the window; while the window is ready, all that is left of the file if it is less than `unitBytesMax`. */
  get bufferedBytes(): number {
    return this.failure === undefined ? this.#end - this.#start : 0
  }

  /** Fetches until the window is ready. Rejects only as the source does. */
  async refill(): Promise<void> {
    while (!this.isReady) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next()
        if (next.done === true) this.#ended = true
        else this.#arrive(next.value)
      }
      const skipped = Math.min(this.#owedBytes, this.#rest.length)
      this.#owedBytes -= skipped
      this.#passedBytes += skipped
      this.#rest = this.#rest.subarray(skipped)
      if (this.#ended && this.#owedBytes > 0) this.cutOff()
      else this.#fill()
    }
  }

  byte(): number {
    const at = this.#take(1)
    return at < 0 ? 0 : this.#view.getUint8(at)
  }

  int(): number {
    const at = this.#take(4)
    return at < 0 ? 0 : this.#view.getInt32(at)
  }

  /** A long; beyond 2^53 it is inexact. */
  long(): number {
    const at = this.#take(8)
    return at < 0 ? 0 : this.#view.getInt32(at) * 2 ** 32 + this.#view.getUint32(at + 4)
  }

  hex(length: number): string {
    return Array.from(this.bytes(length), (byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  /** How many follow. `max` is what Flink can have at most. */
  count(what: string, max = 0x7fff_ffff): number {
    const count = this.int()
    if (count >= 0 && count <= max) return count
    this.damaged(`${count} ${what}`)
    return 0
  }

  /** A long that is not negative and exact: a size, an id. */
  size(what: string): number {
    const size = this.long()
    if (Number.isSafeInteger(size) && size >= 0) return size
    this.damaged(`${size} as ${what}`)
    return 0
  }

  /** A string of at most `max` bytes. */
  text(what: string, max: number): string {
    const length = this.#unsignedShort()
    if (length > max) {
      this.refuse(`It has a ${what} of ${length.toLocaleString('en')} bytes, and ${max.toLocaleString('en')} is the limit`)
      return ''
    }
    const text = decodeModifiedUtf8(this.bytes(length))
    if (text === undefined) this.damaged(`a ${what} that is no text`)
    return text ?? ''
  }

  skipText(): void {
    this.skip(this.#unsignedShort())
  }

  /** Passes over any number of bytes without keeping them; the window may not be ready afterwards. */
  skip(length: number): void {
    const here = Math.min(length, this.bufferedBytes)
    this.#start += here
    if (this.failure === undefined) this.#owedBytes = length - here
    if (this.#ended && this.#owedBytes > 0) this.cutOff()
  }

  /** A view, good until the next refill. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length)
    return at < 0 ? this.#buffer.subarray(0, 0) : this.#buffer.subarray(at, at + length)
  }

  /** The file ends too early. */
  cutOff(): void {
    this.#fail(failed('rejected', `The metadata was cut off: the file ends after ${this.#arrivedBytes.toLocaleString('en')} bytes, in the middle of what it describes.`))
  }

  /** The file holds what Flink does not write. */
  damaged(what: string): void {
    this.#fail(failed('rejected', `The metadata is damaged: it has ${what} (before byte ${this.position.toLocaleString('en')}).`))
  }

  /** The file asks for more than a limit allows; `why` is a sentence about it without its full stop. */
  refuse(why: string): void {
    this.#fail(failed('limit', `The metadata is too large to be read. ${why} (before byte ${this.position.toLocaleString('en')}).`))
  }

  /** The file is none that can be read; `message` says why. */
  reject(message: string): void {
    this.#fail(failed('rejected', message))
  }

  #fail(failure: Failure): void {
    this.failure ??= failure
  }

  #unsignedShort(): number {
    const at = this.#take(2)
    return at < 0 ? 0 : this.#view.getUint16(at)
  }

  /** Where the next `length` bytes are; negative after a failure. */
  #take(length: number): number {
    if (this.failure !== undefined) return -1
    if (this.#end - this.#start < length || this.#owedBytes > 0) {
      if (!this.#ended) throw new Error('A reader reads on although the window is not ready.')
      this.cutOff()
      return -1
    }
    const at = this.#start
    this.#start += length
    return at
  }

  #arrive(piece: Uint8Array): void {
    this.#rest = piece
    this.#arrivedBytes += piece.length
    if (this.#arrivedBytes > this.#fileBytesMax) this.refuse(`The file has more than ${this.#fileBytesMax.toLocaleString('en')} bytes, the limit`)
  }

  /** Moves as much of the last piece into the buffer as there is room for. */
  #fill(): void {
    const wanted = this.#end - this.#start + this.#rest.length
    if (wanted > this.#buffer.length && this.#buffer.length < windowBytes) {
      const larger = new Uint8Array(Math.min(windowBytes, Math.max(wanted, 2 * this.#buffer.length)))
      larger.set(this.#buffer)
      this.#buffer = larger
      this.#view = new DataView(larger.buffer)
    }
    if (this.#start > 0) {
      this.#buffer.copyWithin(0, this.#start, this.#end)
      this.#passedBytes += this.#start
      this.#end -= this.#start
      this.#start = 0
    }
    const fitting = this.#rest.subarray(0, this.#buffer.length - this.#end)
    this.#buffer.set(fitting, this.#end)
    this.#end += fitting.length
    this.#rest = this.#rest.subarray(fitting.length)
  }
}
