import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, rmdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'

const ROOT = '/sys/fs/cgroup'
const REMOVE_ATTEMPTS = 50

/** Makes a group of this name in every hierarchy of cgroup v1, or in the unified one, so that a node's groups are apart from the machine's own. */
export async function makeCgroups(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const group = join(hierarchy, name)
    await mkdir(group, { recursive: true })
    // A new group of cpuset has no processors and takes no process until it has some.
    for (const setting of ['cpuset.cpus', 'cpuset.mems']) {
      if (existsSync(join(group, setting)) && readFileSync(join(group, setting), 'utf8').trim() === '') writeFileSync(join(group, setting), readFileSync(join(hierarchy, setting)))
    }
  }
}

/** Removes the groups of this name and all below. Throws when one still holds a process. */
export async function removeCgroups(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    for (let attempt = 1; existsSync(join(hierarchy, name)); attempt += 1) {
      const refused = await removeTree(join(hierarchy, name))
      if (refused === undefined) break
      // The kernel lets go of a group some moments after its last process.
      if (attempt === REMOVE_ATTEMPTS) throw refused
      await sleep(100)
    }
  }
}

/** Groups of this name that are there. */
export async function findCgroups(name: string): Promise<string[]> {
  return (await hierarchies()).map((hierarchy) => join(hierarchy, name)).filter((group) => existsSync(group))
}

async function hierarchies(): Promise<string[]> {
  const names = (await readdir(ROOT, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory()).map(({ name }) => join(ROOT, name))
  return [ROOT, ...names].filter((place) => existsSync(join(place, 'cgroup.procs')))
}

async function removeTree(group: string): Promise<Error | undefined> {
  for (const entry of await readdir(group, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory()) continue
    const refused = await removeTree(join(group, entry.name))
    if (refused !== undefined) return refused
  }
  return await rmdir(group).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : error),
  )
}
