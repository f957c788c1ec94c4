import type { ByteWindow } from '../bytes/byte-window.ts'
import type { MetadataLimits } from '../limits.ts'
import type { SnapshotReference } from '../snapshot-metadata.ts'

/** What an entry of a map and its object take, beside their text. */
const entryBytes = 128

/** What is kept of a file while it is read, within the limits. */
export class Findings {
  inlinedCount = 0
  inlinedBytes = 0
  hasChannelState = false
  readonly #window: ByteWindow
  readonly #limits: MetadataLimits
  readonly #relative = new Map<string, SnapshotReference>()
  readonly #absolute = new Map<string, SnapshotReference>()
  readonly #references: SnapshotReference[] = []
  #keptBytes = 0

  constructor(window: ByteWindow, limits: MetadataLimits) {
    this.#window = window
    this.#limits = limits
  }

  get references(): SnapshotReference[] {
    return this.#references
  }

  /** Counts what is about to be kept; fails the window when it is too much. */
  keep(text: string): void {
    this.#keptBytes += text.length + entryBytes
    if (this.#keptBytes > this.#limits.keptBytesMax) this.#window.refuse(`Its names and paths have more than ${this.#limits.keptBytesMax.toLocaleString('en')} bytes, the limit`)
  }

  addInlined(bytes: number): void {
    this.inlinedCount += 1
    this.inlinedBytes += bytes
  }

  addReference(found: SnapshotReference): void {
    const known = found.isRelative ? this.#relative : this.#absolute
    const present = known.get(found.location)
    if (present !== undefined) {
      present.sizeBytes = Math.max(present.sizeBytes, found.sizeBytes)
      present.isShared ||= found.isShared
      return
    }
    if (this.#references.length >= this.#limits.referencesMax) return this.#window.refuse(`It names more than ${this.#limits.referencesMax.toLocaleString('en')} objects, the limit`)
    this.keep(found.location)
    known.set(found.location, found)
    this.#references.push(found)
  }
}
