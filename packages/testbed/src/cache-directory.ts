import { createHash } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Where downloads are kept between runs, outside of the clone: `$XDG_CACHE_HOME/headgate`, else `~/.cache/headgate`. */
export function cacheDirectory(environment: Record<string, string | undefined> = process.env): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'headgate')
}

/**
 * Returns the cached directory `<cache>/<name>/<digest of content>`, and fills it first if it is not there. It appears whole or not at all: it is
 * filled beside its place and then renamed, so an interrupted or parallel run does no harm. `content` is everything the result depends on.
 */
export async function cached(name: string, content: string, fill: (directory: string) => Promise<void>, cache: string = cacheDirectory()): Promise<string> {
  const place = join(cache, name, createHash('sha256').update(content).digest('hex').slice(0, 16))
  if (await exists(place)) return place
  const beside = join(dirname(place), `.${basename(place)}.${process.pid}`)
  await mkdir(beside, { recursive: true })
  try {
    await fill(beside)
    await rename(beside, place)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    // Somebody else was first: theirs is as good.
    if (!(await exists(place))) throw error
  }
  return place
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
