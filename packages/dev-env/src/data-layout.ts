import { join, resolve } from 'node:path'

/** Where things are in the data directory of `dev`. */
export interface DataLayout {
  root: string
  /** Everything to connect with, mode 0600. */
  connectionFile: string
  /** Mode 0700: the master key and the passwords of the database. */
  keys: string
  masterKeyFile: string
  passwordsFile: string
  postgres: string
  logs: string
  /** One file per process that may outlive a killed supervisor. */
  processes: string
  /** Processes' directories, table files, checkpoints; below it each environment has its own. */
  organizations: string
  lockFile: string
  versionFile: string
  /** The ports of the last run: taken again when they are free. */
  portsFile: string
  /** Which store this directory's statements have their state in. */
  storeFile: string
}

/** The paths below `directory`, absolute. */
export function dataLayout(directory: string): DataLayout {
  const root = resolve(directory)
  const keys = join(root, 'keys')
  return {
    root,
    connectionFile: join(root, 'connection.json'),
    keys,
    masterKeyFile: join(keys, 'master.key'),
    passwordsFile: join(keys, 'passwords.json'),
    postgres: join(root, 'postgres'),
    logs: join(root, 'logs'),
    processes: join(root, 'processes'),
    organizations: join(root, 'organizations'),
    lockFile: join(root, 'dev.lock'),
    versionFile: join(root, 'VERSION'),
    portsFile: join(root, 'ports.json'),
    storeFile: join(root, 'STORE'),
  }
}
