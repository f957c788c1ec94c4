import { statSync, truncateSync } from 'node:fs'

const bytesMax = 32 * 1024 * 1024

/** Empties what a process printed once it is too much: the print connector writes there for ever. Works while it is open for append. */
export function trimOutput(path: string): void {
  try {
    if (statSync(path).size > bytesMax) truncateSync(path)
  } catch {
    // Gone with its generation.
  }
}
