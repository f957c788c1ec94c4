const utf8 = new TextEncoder()

/** Java's DataOutput into memory. */
export class ByteWriter {
  #bytes = new Uint8Array(4_096)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** What was written. */
  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  byte(value: number): this {
    const at = this.#grow(1)
    this.#view.setUint8(at, value)
    return this
  }

  short(value: number): this {
    const at = this.#grow(2)
    this.#view.setUint16(at, value)
    return this
  }

  int(value: number): this {
    const at = this.#grow(4)
    this.#view.setInt32(at, value)
    return this
  }

  long(value: number | bigint): this {
    const at = this.#grow(8)
    this.#view.setBigInt64(at, BigInt(value))
    return this
  }

  /** Bytes, or so many of them with any content. */
  raw(bytes: Uint8Array | number): this {
    const length = typeof bytes === 'number' ? bytes : bytes.length
    const at = this.#grow(length)
    if (typeof bytes === 'number') this.#bytes.fill(0x5a, at, at + length)
    else this.#bytes.set(bytes, at)
    return this
  }

  hex(text: string): this {
    return this.raw(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
  }

  /** `writeUTF`: modified UTF-8 after its length. Throws beyond 65,535 bytes, as Java does. */
  text(text: string): this {
    const bytes = modifiedUtf8(text)
    if (bytes.length > 65_535) throw new Error(`A text of ${bytes.length} bytes cannot be written.`)
    return this.short(bytes.length).raw(bytes)
  }

  #grow(by: number): number {
    const at = this.#length
    this.#length += by
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length))
      larger.set(this.#bytes)
      this.#bytes = larger
      this.#view = new DataView(larger.buffer)
    }
    return at
  }
}

/** Each unit of UTF-16 by itself, NUL as two bytes. */
export function modifiedUtf8(text: string): Uint8Array {
  if (/^[\u0001-\ud7ff\ue000-\uffff]*$/.test(text)) return utf8.encode(text)
  const bytes: number[] = []
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0 && unit < 0x80) bytes.push(unit)
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f))
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f))
  }
  return Uint8Array.from(bytes)
}
