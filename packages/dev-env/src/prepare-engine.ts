import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { DevParts } from './dev-options.ts'
import { checkDiskSpace } from './machine/disk-space.ts'
import { findJava } from './machine/find-java.ts'
import { findMaven } from './machine/find-maven.ts'
import { problem, recognise } from './problem.ts'

/** Where Flink's jars and class archives are, for all data directories of this user: `$XDG_CACHE_HOME/headgate/engine`, else below `~/.cache`. */
export const engineDirectory = (env: Record<string, string | undefined>): string =>
  env['HEADGATE_ENGINE_DIRECTORY'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'headgate', 'engine')

/** What the adapter's resolver promises; see `resolveEngine` there. */
type ResolveEngine = (options: {
  mavenCommand: string
  targetDirectory: string
  onProgress: (progress: unknown) => void
  signal?: AbortSignal
}) => Promise<Result<unknown>>

/** Finds Java, and fetches Flink's jars with Maven when they are not there yet. */
export const prepareEngine: DevParts['prepareEngine'] = async ({ env, onProgress, signal }) => {
  const java = await findJava(env)
  if (!java.ok) return java
  const directory = engineDirectory(env)
  const { resolveEngine } = (await import('@headgate/adapter-process')) as unknown as { resolveEngine?: ResolveEngine }
  if (resolveEngine === undefined) return problem('failure', 'The engine cannot be resolved.', '')
  const maven = await findMaven(env)
  if (!maven.ok) return maven
  const space = await checkDiskSpace(directory, 1_500_000_000, 'Fetching Flink')
  if (!space.ok) return space
  const resolved = await resolveEngine({ mavenCommand: maven.value.command, targetDirectory: directory, signal, onProgress: (progress) => onProgress(String(progress), true) })
  if (!resolved.ok) return recognise(`${resolved.message} ${resolved.detail ?? ''}`, directory) ?? resolved
  return ok({ directory, javaCommand: java.value.command })
}
