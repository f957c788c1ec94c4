import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where images are kept between builds, outside of the clone. */
export interface ImageCache {
  root: string
  /** Held while something is built. */
  lockFile: string
  /** The archive of an image; there whole or not at all. */
  archive: (which: string, key: string) => string
  /** The root file system of the local bases, packed. */
  debian: (key: string) => string
  /** The builder's own store. Can be deleted when nothing is built. */
  store: string
  storeRun: string
  storageConfig: string
  ignoreNothing: string
  temporary: string
}

/** `$XDG_CACHE_HOME/headgate/images`, else `~/.cache/headgate/images`. */
export const defaultCacheDirectory = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'headgate', 'images')

/** The places in a cache directory. */
export function imageCache(root: string): ImageCache {
  return {
    root,
    lockFile: join(root, 'lock'),
    archive: (which, key) => join(root, 'archives', `${which}-${key}.tar`),
    debian: (key) => join(root, `debian-${key}.tar`),
    store: join(root, 'store'),
    storeRun: join(root, 'store-run'),
    storageConfig: join(root, 'storage.conf'),
    ignoreNothing: join(root, 'ignore-nothing'),
    temporary: join(root, 'tmp'),
  }
}
