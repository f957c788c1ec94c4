import { execFileSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** As whom Postgres runs, and how it is started as them. */
export interface ServerUser {
  /** Absent: as we are. */
  identity?: { uid: number; gid: number }
  /** The command and arguments to spawn in place of `command`. */
  wrap(command: string, args: string[]): { command: string; args: string[]; spawnAs: { uid?: number; gid?: number } }
}

/**
 * Postgres refuses to run as root. As root it runs as the owner of an existing data directory, else as the system's `postgres`, else as
 * `nobody`; no user is created. Where that user cannot reach the directories (a clone below /root or a 0700 temporary directory) it gets the one
 * capability to pass them, by `setpriv` of util-linux.
 */
export function chooseServerUser(paths: { dataDirectory: string; binary: string }): ServerUser {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => ({ command, args, spawnAs: {} }) }
  const identity = ownerOf(paths.dataDirectory) ?? lookUp('postgres') ?? lookUp('nobody') ?? { uid: 65_534, gid: 65_534 }
  const reachable = canPass(dirname(paths.dataDirectory), identity) && canPass(dirname(paths.binary), identity)
  const setpriv = '/usr/bin/setpriv'
  if (reachable || !isExecutable(setpriv)) return { identity, wrap: (command, args) => ({ command, args, spawnAs: identity }) }
  const flags = [`--reuid=${identity.uid}`, `--regid=${identity.gid}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return { identity, wrap: (command, args) => ({ command: setpriv, args: [...flags, command, ...args], spawnAs: {} }) }
}

function ownerOf(directory: string): { uid: number; gid: number } | undefined {
  try {
    const { uid, gid } = statSync(directory)
    return uid === 0 ? undefined : { uid, gid }
  } catch {
    return undefined
  }
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  try {
    const read = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: read('-u'), gid: read('-g') }
  } catch {
    return undefined
  }
}

/** Whether every directory from the root to `directory` lets that user through (its mode bits alone; the nearest existing one counts). */
function canPass(directory: string, identity: { uid: number; gid: number }): boolean {
  for (let place = directory; ; place = dirname(place)) {
    try {
      const { mode, uid, gid } = statSync(place)
      const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001
      if ((mode & bit) === 0) return false
    } catch {
      // Not made yet: we will make it passable.
    }
    if (dirname(place) === place) return true
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
