import type { Snapshot, Tenant } from '@headgate/domain'
import type { FakeBlobs } from '../../fakes/create-fake-blobs.ts'
import { createMetadataBook } from './metadata-book.ts'
import type { MetadataBook } from './metadata-book.ts'

/** A file that was removed and whose removal must be in the audit. */
export interface Removal {
  tenant: Tenant
  key: string
  atMs: number
  /** Snapshots that named it, or in whose directory it lay. */
  snapshotIds: string[]
}

/** What the checkers remember: what really happened, not what the product says of it. */
export interface Ledger {
  /** Found while the world moved; told at the end of the step. */
  violations: string[]
  metadata: MetadataBook
  /** Who put a snapshot into the trash last, and when. */
  trashed: Map<string, NonNullable<Snapshot['spec']['trash']>>
  /** When the deletion of a snapshot was decided for good. */
  doomedAtMs: Map<string, number>
  /** Those that passed the last look. */
  confirmed: Set<string>
  /** When something was first marked as deletable, by environment and key. */
  markedAtMs: Map<string, number>
  /** When the rows of an environment were loaded last to decide on its files. */
  loadedAtMs: Map<string, number>
  /** When files of an environment were listed last. */
  listedAtMs: Map<string, number>
  /** Removals that no audit row tells of yet. */
  unaudited: Removal[]
  /** When the answer to a removal was lost last: what went then is told by a later scan. */
  answerLostAtMs: number
  /** Directories that people put into the store by themselves. */
  foreign: Set<string>
  /** Directories of snapshots of which a file vanished by itself. */
  vanished: Set<string>
  /** Since when an environment's deletion is paused. */
  pausedSinceMs: Map<string, number>
  /** Until when a keeper last stood still: what it was about to do it did then, whatever had changed. */
  standstillUntilMs: number
  /** Statements of which there was something to restore from at the last look, with what that was. */
  restorable: Map<string, string[]>
  /** When a statement was seen to be gone first. */
  goneSinceMs: Map<string, number>
  removedFiles: number
}

export const createLedger = (blobs: FakeBlobs, nowMs: () => number): Ledger => ({
  violations: [],
  metadata: createMetadataBook(blobs, nowMs),
  trashed: new Map(),
  doomedAtMs: new Map(),
  confirmed: new Set(),
  markedAtMs: new Map(),
  loadedAtMs: new Map(),
  listedAtMs: new Map(),
  unaudited: [],
  answerLostAtMs: -1,
  foreign: new Set(),
  vanished: new Set(),
  pausedSinceMs: new Map(),
  standstillUntilMs: -1,
  restorable: new Map(),
  goneSinceMs: new Map(),
  removedFiles: 0,
})

export const markName = ({ environmentId }: Tenant, key: string): string => `${environmentId} ${key}`
