import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { problem } from '../problem.ts'
import { askProgram } from './ask-program.ts'

export interface Java {
  command: string
  major: number
}

/** The engine is run and tested with it, and its class archives are bound to it. */
const wanted = 17

const howToGet = 'Install a JDK 17 (Debian and Ubuntu: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17) or point JAVA_HOME to one, then start again.'

/**
 * Finds a Java that Flink runs on: HEADGATE_JAVA, then JAVA_HOME, then PATH, then the usual places. The first that fits wins, so that a newer
 * default Java beside a 17 is no obstacle.
 */
export async function findJava(env: Record<string, string | undefined>, readMajor = readJavaMajor): Promise<Result<Java>> {
  const candidates = [
    ...(env['HEADGATE_JAVA'] ? [env['HEADGATE_JAVA']] : []),
    ...(env['JAVA_HOME'] ? [join(env['JAVA_HOME'], 'bin', 'java')] : []),
    'java',
    ...(await usualPlaces()),
  ]
  const seen: Java[] = []
  for (const command of candidates) {
    const major = await readMajor(command, env)
    if (major === undefined) continue
    if (major === wanted) return ok({ command, major })
    seen.push({ command, major })
  }
  const found = seen.map((java) => `${java.major} (${java.command})`).join(', ')
  return problem('prerequisite', seen.length === 0 ? 'Java 17 is needed to run Flink, and no Java was found.' : `Java 17 is needed to run Flink, found only ${found}.`, howToGet)
}

/** The major version that a Java says it has; undefined when it does not run. */
export async function readJavaMajor(command: string, env: Record<string, string | undefined>): Promise<number | undefined> {
  const said = await askProgram(command, ['-version'], env, 20_000)
  return said === undefined ? undefined : parseJavaMajor(said)
}

/** Reads `version "17.0.15"` (17) and the old `version "1.8.0_402"` (8). */
export function parseJavaMajor(text: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(text)
  return match?.[1] === undefined ? undefined : Number(match[1])
}

async function usualPlaces(): Promise<string[]> {
  const places: string[] = []
  for (const folder of ['/usr/lib/jvm', '/opt/homebrew/opt', '/usr/local/opt']) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names.filter((entry) => /17/.test(entry)).sort()) places.push(join(folder, name, 'bin', 'java'))
  }
  for (const name of await readdir('/Library/Java/JavaVirtualMachines').catch(() => [])) {
    places.push(join('/Library/Java/JavaVirtualMachines', name, 'Contents/Home/bin/java'))
  }
  return places
}
