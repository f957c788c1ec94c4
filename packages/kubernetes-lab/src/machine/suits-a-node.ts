import { existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Magic numbers of statfs(2). */
const UNSUITABLE: Record<number, string> = { 0x794c7630: 'an overlay', 0x01021994: 'a tmpfs', 0x858458f6: 'a ramfs' }
/** The node lays something of its own over these. */
const COVERED = ['/var', '/etc', '/run', '/proc', '/sys', '/dev']

/**
 * Why a node's state cannot be in this directory, or undefined. Its images are overlays themselves, and overlays on an overlay or on memory do not work.
 * `typeOf` tells the magic number of the file system of a path, and is replaced in tests.
 */
export function whyNoNode(directory: string, typeOf: (path: string) => number = fileSystemType): string | undefined {
  const path = resolve(directory)
  const covered = COVERED.find((place) => path === place || path.startsWith(`${place}/`))
  if (covered !== undefined) return `${path} is below ${covered}, which the node covers`
  const unsuitable = UNSUITABLE[typeOf(path)]
  return unsuitable === undefined ? undefined : `${path} is on ${unsuitable}`
}

/** Of the nearest directory upwards that is there. */
function fileSystemType(path: string): number {
  let place = path
  while (!existsSync(place)) place = dirname(place)
  return statfsSync(place).type
}
