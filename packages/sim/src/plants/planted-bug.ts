/** One place in the source and what a careless hand would have written there. */
export interface SourcePatch {
  /** From the root of the workspace. */
  file: string
  /** Must be there exactly once, so that a patch can neither miss nor hit something else. */
  find: string
  replace: string
}

/** A bug that the code could really have, planted to see that the simulation finds it. */
export interface PlantedBug {
  name: string
  /** The promise it breaks, in one line. */
  breaks: string
  patches: readonly SourcePatch[]
  /** What finds it: the simulation of the product, unless histories of the storage of snapshots do. */
  subject?: 'storage'
  /** What the checkers say of it. Anything else that they say does not count as found. */
  caughtBy: RegExp
  /** The seed that is tried first: it was known to find the bug when this was written. */
  seedHint: number
}
