/** A value of a Java object stream; undefined is null. */
export type JavaValue = string | number | JavaObject | JavaConstant | undefined

export interface JavaObject {
  className: string
  fields: ReadonlyMap<string, JavaValue>
}

/** A constant of an enum. */
export interface JavaConstant {
  className: string
  constant: string
}

interface JavaClass {
  name: string
  flags: number
  fields: { name: string; type: string }[]
  parent: JavaClass | undefined
}

const tag = { null: 0x70, reference: 0x71, classDescription: 0x72, object: 0x73, string: 0x74, endOfBlock: 0x78, constant: 0x7e } as const
const streamHeader = 0xaced_0005
const firstHandle = 0x7e_0000
const isSerializable = 0x02
const primitiveBytes: Readonly<Record<string, number>> = { B: 1, Z: 1, C: 2, S: 2, F: 4, I: 4, D: 8, J: 8 }
/** Objects in objects, and classes above a class: three each in what Flink writes. */
const depthMax = 8

/**
 * Reads the first object of a Java object stream (the protocol of ObjectOutputStream, version 2): plain objects, strings and enums, which is
 * what Flink's properties consist of. No class is loaded. `cut-off`: the bytes end within the object; `unknown`: it holds something else.
 */
export function readJavaObject(bytes: Uint8Array): { value: JavaValue; length: number } | 'cut-off' | 'unknown' {
  const stream = new JavaStream(bytes)
  if (stream.unsigned(4) !== streamHeader) stream.stop('unknown')
  const value = stream.value(0)
  return stream.problem ?? { value, length: stream.position }
}

/** After the first problem it reads zeros for good. */
class JavaStream {
  problem: 'cut-off' | 'unknown' | undefined
  position = 0
  readonly #view: DataView
  readonly #handles: (JavaValue | JavaClass)[] = []

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  stop(problem: 'cut-off' | 'unknown'): undefined {
    this.problem ??= problem
    return undefined
  }

  unsigned(length: 1 | 2 | 4): number {
    const at = this.#take(length)
    if (at < 0) return 0
    return length === 1 ? this.#view.getUint8(at) : length === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at)
  }

  value(depth: number): JavaValue {
    if (depth > depthMax) return this.stop('unknown')
    const kind = this.unsigned(1)
    switch (kind) {
      case tag.null:
        return undefined
      case tag.reference: {
        const known = this.#reference()
        return typeof known === 'object' && 'flags' in known ? this.stop('unknown') : known
      }
      case tag.string:
        return this.#keep(this.#text())
      case tag.constant: {
        const description = this.#classDescription(depth)
        const handle = this.#handles.push(undefined) - 1
        const constant = this.value(depth + 1)
        if (description === undefined || typeof constant !== 'string') return this.stop('unknown')
        return (this.#handles[handle] = { className: description.name, constant })
      }
      case tag.object: {
        const description = this.#classDescription(depth)
        if (description === undefined) return this.stop('unknown')
        const fields = new Map<string, JavaValue>()
        const object = this.#keep({ className: description.name, fields })
        for (const part of this.#fromTop(description)) this.#readFields(part, fields, depth)
        return object
      }
      default:
        return this.stop('unknown')
    }
  }

  #readFields(description: JavaClass, fields: Map<string, JavaValue>, depth: number): void {
    // Anything more is a class that writes itself.
    if (description.flags !== isSerializable) return this.stop('unknown')
    for (const { name, type } of description.fields) {
      if (this.problem !== undefined) return
      const length = primitiveBytes[type]
      if (length === undefined) fields.set(name, this.value(depth + 1))
      else if (length === 8) this.#take(8)
      else fields.set(name, this.unsigned(length as 1 | 2 | 4))
    }
  }

  #classDescription(depth: number): JavaClass | undefined {
    if (depth > depthMax) return this.stop('unknown')
    const kind = this.unsigned(1)
    if (kind === tag.null) return undefined
    if (kind === tag.reference) {
      const known = this.#reference()
      return typeof known === 'object' && 'flags' in known ? known : this.stop('unknown')
    }
    if (kind !== tag.classDescription) return this.stop('unknown')
    const description: JavaClass = { name: this.#text(), flags: 0, fields: [], parent: undefined }
    // The serialVersionUID.
    this.#take(8)
    this.#handles.push(description)
    description.flags = this.unsigned(1)
    const count = this.unsigned(2)
    for (let index = 0; index < count && this.problem === undefined; index++) {
      const type = String.fromCharCode(this.unsigned(1))
      const name = this.#text()
      if (type === 'L') this.value(depth + 1)
      else if (primitiveBytes[type] === undefined) this.stop('unknown')
      description.fields.push({ name, type })
    }
    if (this.unsigned(1) !== tag.endOfBlock) return this.stop('unknown')
    description.parent = this.#classDescription(depth + 1)
    return description
  }

  /** The class and those above it, the topmost first: the order of their fields. */
  #fromTop(description: JavaClass): JavaClass[] {
    const chain: JavaClass[] = []
    for (let at: JavaClass | undefined = description; at !== undefined; at = at.parent) {
      // A class may claim to be above itself.
      if (chain.push(at) > depthMax) {
        this.stop('unknown')
        return []
      }
    }
    return chain.reverse()
  }

  #reference(): JavaValue | JavaClass {
    const index = this.unsigned(4) - firstHandle
    return index >= 0 && index < this.#handles.length ? this.#handles[index] : this.stop('unknown')
  }

  #keep<T extends JavaValue>(value: T): T {
    this.#handles.push(value)
    return value
  }

  #text(): string {
    const length = this.unsigned(2)
    const at = this.#take(length)
    let text = ''
    for (let index = 0; at >= 0 && index < length; index++) text += String.fromCharCode(this.#view.getUint8(at + index))
    return text
  }

  #take(length: number): number {
    if (this.problem !== undefined) return -1
    if (this.position + length > this.#view.byteLength) {
      this.stop('cut-off')
      return -1
    }
    const at = this.position
    this.position += length
    return at
  }
}
