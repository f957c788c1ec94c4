import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkerRole } from '@headgate/domain'

/** The project that names every artifact of the engine. */
export const enginePom = fileURLToPath(new URL('../../engine/pom.xml', import.meta.url))

/** The Flink version of the pom. */
export function engineVersion(): string {
  const version = /<flink\.version>([^<]+)</.exec(readFileSync(enginePom, 'utf8'))?.[1]
  if (version === undefined) throw new Error('engine/pom.xml names no flink.version')
  return version
}

/** The directory name of the engine: another pom is another engine. */
export function engineName(): string {
  return `${engineVersion()}-${createHash('sha256').update(readFileSync(enginePom)).digest('hex').slice(0, 12)}`
}

/**
 * The class path of a role. Each jar by name and sorted, not `lib/*`: class data sharing archives are bound to the exact class
 * path, and the order of a directory is not fixed.
 */
export function classPath(engineDirectory: string, role: WorkerRole): string {
  const jars = (name: string): string[] => {
    const directory = join(engineDirectory, name)
    return readdirSync(directory).filter((file) => file.endsWith('.jar')).sort().map((file) => join(directory, file))
  }
  return [...jars('lib'), ...(role === 'gateway' ? jars('gateway') : [])].join(':')
}
