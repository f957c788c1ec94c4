import { mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDirectory as usualCache, goProgram, runProgramOrThrow, type GoProgram } from '@headgate/testbed'
import { holdLock } from '../machine/hold-lock.ts'
import { buildKey } from './build-key.ts'
import { buildProgram, isBuilt } from './build-program.ts'
import { requireNodePackages } from './node-packages.ts'
import { NODE_IMAGES, PARTS, type GoPart, type Part } from './parts.ts'
import { imageFile, isImageWritten, writeProgramImage } from './write-program-image.ts'

export interface BuildKubernetesOptions {
  /** Default: `kubernetes` in the cache of the project. */
  cacheDirectory?: string
  /** Default: `['node']`. */
  parts?: readonly Part[]
  /** Removes what Go compiled (4 GB) when everything is built; a later change of a source then compiles all of it again. Default: false. */
  dropCompileCache?: boolean
  /** Is told what is being built, as lines. */
  say?: (line: string) => void
}

/** What was built. */
export interface KubernetesBuild {
  cacheDirectory: string
  /** Holds `hyperkube`, `kubectl` and what else was asked for. */
  binDirectory: string
  /** Archives that every node gets. Empty without the part `node`. */
  imageFiles: readonly string[]
}

/**
 * Builds Kubernetes and what belongs to it from published modules, once per machine: about a quarter of an hour for all of it, 0.2 s when it is there already. Two at once
 * are safe: the second waits. Throws one line when Go, root or a Debian package is missing.
 */
export async function buildKubernetes(options: BuildKubernetesOptions = {}): Promise<KubernetesBuild> {
  const { cacheDirectory = join(usualCache(), 'kubernetes'), parts = ['node'], dropCompileCache = false, say = () => undefined } = options
  if (parts.includes('node')) requireNodePackages()
  const go = await findGo()
  const goVersion = (await runProgramOrThrow(go.program, ['version'], { timeoutMs: 60_000, env: go.env })).trim()
  const programs = [...new Map(parts.flatMap((part) => PARTS[part] as readonly GoPart[]).map((program) => [program.name, program])).values()]
  const images = parts.includes('node') ? NODE_IMAGES : []
  const keys = new Map(await Promise.all(programs.map(async (program) => [program.name, await buildKey(program, goVersion)] as const)))
  const keyOf = (name: string) => keys.get(name) ?? ''
  const result: KubernetesBuild = { cacheDirectory, binDirectory: join(cacheDirectory, 'bin'), imageFiles: images.map(({ program }) => imageFile(program, cacheDirectory)) }

  const unfinished = async () => ({
    programs: await keepFalse(programs, ({ name }) => isBuilt(name, keyOf(name), cacheDirectory)),
    images: await keepFalse(images, ({ program }) => isImageWritten(program, keyOf(program), cacheDirectory)),
  })
  const asked = await unfinished()
  if (asked.programs.length + asked.images.length === 0 && !dropCompileCache) return result

  say(`to be built: ${[...asked.programs.map(({ name }) => name), ...asked.images.map(({ reference }) => reference)].join(', ') || 'nothing'}`)
  await mkdir(cacheDirectory, { recursive: true })
  const lock = await holdLock(join(cacheDirectory, 'build.lock'))
  try {
    // Somebody else may have built it while we waited.
    const left = await unfinished()
    for (const program of left.programs) {
      say(`building ${program.name}`)
      await buildProgram(program, keyOf(program.name), go, cacheDirectory)
    }
    if (programs.some(({ name }) => name === 'hyperkube')) await linkKubectl(result.binDirectory)
    for (const image of left.images) await writeProgramImage(image, keyOf(image.program), cacheDirectory)
    if (dropCompileCache) await rm(join(cacheDirectory, 'go-build'), { recursive: true, force: true })
  } finally {
    await lock.release()
  }
  return result
}

async function findGo(): Promise<GoProgram> {
  try {
    return await goProgram()
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n').at(-1) : String(error)
    throw new Error(`Kubernetes is built with Go, and there is none that works (${why}): install Go 1.19 or newer (Debian: apt-get install golang-go).`)
  }
}

/** Hyperkube is what its first argument, or its name, says. */
async function linkKubectl(directory: string): Promise<void> {
  await rm(join(directory, 'kubectl'), { force: true })
  await symlink('hyperkube', join(directory, 'kubectl'))
}

async function keepFalse<T>(entries: readonly T[], ask: (entry: T) => Promise<boolean>): Promise<T[]> {
  const answers = await Promise.all(entries.map(ask))
  return entries.filter((_, position) => !answers[position])
}
