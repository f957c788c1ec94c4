import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgramOrThrow } from './run-program.ts'

/** What the S3 server asks for; Kubernetes is content with 1.24. */
const LOWEST_MINOR = 25
/** Fetched where the Go of the machine is older (Debian 12 has 1.19, Debian 13 has 1.24). */
const TOOLCHAIN = 'go1.26.8'
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000

/** A Go that is new enough for all that is built for tests. */
export interface GoProgram {
  program: string
  env: NodeJS.ProcessEnv
}

/**
 * The Go of this machine, or a newer one that it fetches as a module, checked by Go's own sums, into its module cache. (Go 1.21 does that by itself,
 * older ones do not.) Throws when there is no Go at all.
 */
export async function goProgram(go = 'go', environment: NodeJS.ProcessEnv = process.env): Promise<GoProgram> {
  const version = await runProgramOrThrow(go, ['env', 'GOVERSION', 'GOOS', 'GOARCH'], { timeoutMs: 60_000, env: environment })
  const [found = '', system, architecture] = version.trim().split('\n')
  const env = { ...environment, GOTOOLCHAIN: 'local' }
  if (Number(/^go1\.(\d+)/.exec(found)?.[1] ?? 0) >= LOWEST_MINOR || found.startsWith('devel')) return { program: go, env }
  const module = `golang.org/toolchain@v0.0.1-${TOOLCHAIN}.${system}-${architecture}`
  const answer = await runProgramOrThrow(go, ['mod', 'download', '-json', module], { timeoutMs: DOWNLOAD_TIMEOUT_MS, env })
  const { Dir: directory } = JSON.parse(answer) as { Dir: string }
  // Modules hold no programs: what is one here has lost its permission to run.
  for (const folder of ['bin', join('pkg', 'tool', `${system}_${architecture}`)]) {
    for (const name of await readdir(join(directory, folder))) await chmod(join(directory, folder, name), 0o755)
  }
  return { program: join(directory, 'bin', 'go'), env: { ...env, GOROOT: directory } }
}
