/** A message of the client's half of the Postgres protocol. */
export interface Frame {
  bytes: Buffer
  /** The text of the statement that this message has Postgres execute. */
  statement?: string
  isExtended: boolean
}

export interface FrameReader {
  /** The messages that these bytes complete. */
  read(bytes: Buffer): Frame[]
  /** What must follow a message so that Postgres acts on it at once. */
  syncOf(frame: Frame): Buffer[]
}

const sync = Buffer.from([0x53, 0, 0, 0, 4])

/**
 * Cuts the client's half of one line into its messages: the start-up message without a type, then a type byte, a length and a body. Texts of
 * prepared statements are remembered by name (`P`arse), looked up when bound (`B`) and told when executed (`E`); `Q` holds its text.
 */
export function createFrameReader(): FrameReader {
  let rest: Buffer = Buffer.alloc(0)
  let isStarted = false
  const textOf = new Map<string, string>()
  let bound = ''

  const readOne = (): Frame | undefined => {
    const head = isStarted ? 1 : 0
    if (rest.length < head + 4) return undefined
    const end = head + rest.readInt32BE(head)
    if (rest.length < end) return undefined
    const bytes = rest.subarray(0, end)
    rest = rest.subarray(end)
    if (!isStarted) {
      // A question whether TLS is spoken (80877103) is followed by another start-up message.
      isStarted = bytes.readInt32BE(4) !== 80_877_103
      return { bytes, isExtended: false }
    }
    const type = String.fromCharCode(bytes[0] ?? 0)
    const texts = () => bytes.subarray(5).toString('utf8').split('\0')
    if (type === 'P') textOf.set(texts()[0] ?? '', texts()[1] ?? '')
    if (type === 'B') bound = textOf.get(texts()[1] ?? '') ?? ''
    if (type === 'Q') return { bytes, statement: texts()[0] ?? '', isExtended: false }
    return type === 'E' ? { bytes, statement: bound, isExtended: true } : { bytes, isExtended: true }
  }

  return {
    read(bytes) {
      rest = Buffer.concat([rest, bytes])
      const frames: Frame[] = []
      for (let frame = readOne(); frame !== undefined; frame = readOne()) frames.push(frame)
      return frames
    },
    syncOf: (frame) => (frame.isExtended ? [sync] : []),
  }
}
