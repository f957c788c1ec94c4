/** How much lies in the store that is cleaned up. */
export interface StorageSize {
  statements: number
  /** Of each statement: retained checkpoints of one generation. */
  snapshotsPerStatement: number
  /** Files in the directory of each checkpoint, `_metadata` not counted. */
  ownFiles: number
  /** Files that each checkpoint names of the directory that they share. */
  sharedFiles: number
  /** The next checkpoint names so many others of them. */
  newSharedFiles: number
}

/** 1,000 snapshots and 500,000 keys: each brings 250 files of its own and 250 shared ones, and names 100 of the one before it too. */
export const fullSize: StorageSize = { statements: 100, snapshotsPerStatement: 10, ownFiles: 249, sharedFiles: 350, newSharedFiles: 250 }
/** The same shape in 20,000 keys, for a real server on a laptop. */
export const smallSize: StorageSize = { statements: 5, snapshotsPerStatement: 8, ownFiles: 249, sharedFiles: 350, newSharedFiles: 250 }
