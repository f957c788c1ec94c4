import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkerRole } from '@headgate/domain'
import { runCommand } from '@headgate/flink-engine'

/** Silences the JVM about an archive that does not fit: it then starts as if there were none. */
const quiet = ['-Xlog:cds=off', '-Xlog:cds+dynamic=off']

/** Where the archives of this engine for this JVM are kept: another build of the JVM could not use them. */
export async function archiveDirectory(engineDirectory: string, javaCommand: string): Promise<string | undefined> {
  const version = await runCommand(javaCommand, ['-version'])
  if (version.code !== 0) return undefined
  return join(engineDirectory, 'archives', createHash('sha256').update(version.stderr + version.stdout).digest('hex').slice(0, 12))
}

export const archiveFile = (directory: string, role: WorkerRole): string => join(directory, `${role}.jsa`)

/** JVM arguments to start a role from its archive, if there is one. */
export function useArchive(directory: string | undefined, role: WorkerRole): string[] {
  if (directory === undefined) return []
  const file = archiveFile(directory, role)
  return existsSync(file) ? [`-XX:SharedArchiveFile=${file}`, '-Xshare:auto', ...quiet] : []
}

/** JVM arguments to write the archive of a role when its process ends in order. */
export const writeArchive = (directory: string, role: WorkerRole): string[] => [`-XX:ArchiveClassesAtExit=${archiveFile(directory, role)}`, ...quiet]
