import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { runProgramOrThrow, type GoProgram } from '@headgate/testbed'
import { CLUSTER_DIRECTORY, type GoPart } from './parts.ts'
import { versionFlags } from './version-flags.ts'

/** Hyperkube on two busy cores: half an hour. */
const BUILD_TIMEOUT_MS = 60 * 60_000

/** Builds one program into `<cache>/bin`, and remembers its key beside it. A broken build leaves what was there before. */
export async function buildProgram(part: GoPart, key: string, go: GoProgram, cache: string): Promise<void> {
  const [finished, unfinished] = [join(cache, 'bin', part.name), join(cache, 'tmp', part.name)]
  const env: NodeJS.ProcessEnv = {
    ...go.env,
    CGO_ENABLED: '0',
    GOGC: '400',
    GOFLAGS: '-trimpath -buildvcs=false -mod=readonly',
    // Of our own, so that it can be dropped: see the README.
    GOCACHE: join(cache, 'go-build'),
    GOBIN: join(cache, 'tmp'),
  }
  await mkdir(join(cache, 'tmp'), { recursive: true })
  await mkdir(join(cache, 'bin'), { recursive: true })
  const { source } = part
  if ('module' in source) {
    const words = ['install', '-gcflags=all=-dwarf=false', '-ldflags', '-s -w', source.module]
    await runProgramOrThrow(go.program, words, { timeoutMs: BUILD_TIMEOUT_MS, cwd: join(cache, 'tmp'), env: { ...env, GOFLAGS: '-trimpath' } })
  } else {
    // Helm and crane do not read Kubernetes' version, but with the same flags for all they share more of what is compiled.
    const goMod = await readFile(join(CLUSTER_DIRECTORY, 'go.mod'), 'utf8')
    const words = ['build', '-p', String(availableParallelism()), '-gcflags=all=-dwarf=false', '-ldflags', versionFlags(goMod), '-o', unfinished, source.target]
    await runProgramOrThrow(go.program, words, { timeoutMs: BUILD_TIMEOUT_MS, cwd: source.directory, env })
  }
  await rename(unfinished, finished)
  await writeFile(keyFile(cache, part.name), `${key}\n`)
}

/** Whether the program is there and made of just this. */
export async function isBuilt(name: string, key: string, cache: string): Promise<boolean> {
  return (await readFile(keyFile(cache, name), 'utf8').catch(() => '')).trim() === key
}

function keyFile(cache: string, name: string): string {
  return join(cache, 'bin', `.${name}.key`)
}
