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

/** 1,000 snapshots of 500 files; 100 new shared files with each checkpoint, so that a file is named by three of them. */
export const fullSize: StorageSize = { statements: 100, snapshotsPerStatement: 10, ownFiles: 199, sharedFiles: 300, newSharedFiles: 100 }
/** The same shape, small enough for a real server on a laptop. */
export const smallSize: StorageSize = { statements: 5, snapshotsPerStatement: 8, ownFiles: 199, sharedFiles: 300, newSharedFiles: 100 }
