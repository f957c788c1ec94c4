import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { checkJava, checkMaven } from './check-tools.ts'
import { engineName, enginePom, engineVersion } from './engine-files.ts'
import { explainMavenFailure, readMavenLine } from './maven-output.ts'
import { runCommand } from './run-command.ts'

export interface EngineProgress {
  phase: 'download' | 'copy' | 'done'
  /** The file at work. */
  artifact: string
  /** Jars in place. */
  jars: number
  /** Jars that the engine has, from the last time its pom was changed. */
  jarsTotal: number
  /** Downloaded so far; 0 when Maven had them all. */
  bytes: number
}

export interface ResolveEngineOptions {
  /** Default: `mvn`. */
  mavenCommand?: string
  /** Default: `java`. */
  javaCommand?: string
  /** Where engines are kept; default `~/.cache/headgate/engines`, outside of the clone. */
  targetDirectory?: string
  onProgress?: (progress: EngineProgress) => void
  signal?: AbortSignal
}

export interface Engine {
  directory: string
  flinkVersion: string
  jars: number
  bytes: number
}

/** Of the present pom; a test compares it with what Maven gives. */
export const expectedJars = 61

/** What was put in place, written last. */
interface Manifest {
  files: { name: string; bytes: number }[]
}

const manifestName = 'engine.json'
/** Directories of jars; each must have some. */
const engineParts = ['lib', 'gateway', 'plugins/s3-fs-native']
const bytesNeeded = 700_000_000
const staleMs = 24 * 3_600_000

/** The default place of engines. */
export const defaultEngineDirectory = (): string => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'headgate', 'engines')

/**
 * Gives the directory of the Flink engine, fetched by Maven the first time. Made beside its place and renamed, so that it is there
 * whole or not at all, and two that fetch at once do not meet. `rejected`: a tool is missing or wrong; `unavailable`: network or disk.
 * Every message is one line that says what to do.
 */
export async function resolveEngine(options: ResolveEngineOptions = {}): Promise<Result<Engine>> {
  const root = options.targetDirectory ?? defaultEngineDirectory()
  const directory = join(root, engineName())
  const java = await checkJava(options.javaCommand ?? 'java')
  if (!java.ok) return java
  const present = await readEngine(directory)
  if (present !== undefined) return ok(present)
  const maven = await checkMaven(options.mavenCommand ?? 'mvn')
  if (!maven.ok) return maven
  try {
    await mkdir(root, { recursive: true })
    await removeStale(root)
    const disk = await statfs(root)
    if (disk.bavail * disk.bsize < bytesNeeded) return failed('unavailable', `The disk of ${root} has less than ${bytesNeeded / 1e6} MB free, which the Flink engine and its download need.`)
    return await fetchEngine(root, directory, options)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return failed('unavailable', code === 'ENOSPC' ? 'The disk is full: free about 1 GB and try again.' : `The engine directory ${root} cannot be written (${code ?? String(error)}).`, String(error))
  }
}

async function fetchEngine(root: string, directory: string, options: ResolveEngineOptions): Promise<Result<Engine>> {
  const building = join(root, `${engineName()}.tmp-${randomBytes(6).toString('hex')}`)
  await mkdir(building)
  try {
    const report = progressReporter(options.onProgress)
    const outcome = await runCommand(
      options.mavenCommand ?? 'mvn',
      ['-B', '-f', enginePom, 'validate', `-Dengine.directory=${building}`, '-Dmaven.artifact.threads=8', '-Dstyle.color=never'],
      { onLine: report, signal: options.signal },
    )
    if (outcome.code !== 0) return failed('unavailable', explainMavenFailure(outcome.stdout + outcome.stderr), outcome.stdout.slice(-8_000))
    const files = await listJars(building)
    if (engineParts.some((part) => !files.some(({ name }) => name.startsWith(`${part}/`)))) return failed('unavailable', 'Maven ended well but gave no complete engine. Try again.', outcome.stdout.slice(-8_000))
    const manifest: Manifest = { files }
    await writeFile(join(building, manifestName), JSON.stringify(manifest))
    if (existsSync(directory) && (await readEngine(directory)) === undefined) await takeAway(directory)
    await rename(building, directory).catch(async (error: NodeJS.ErrnoException) => {
      // Another one was quicker.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
    const engine = await readSettled(directory)
    if (engine === undefined) return failed('unavailable', 'The engine directory changed while it was made. Try again.')
    options.onProgress?.({ phase: 'done', artifact: '', jars: engine.jars, jarsTotal: engine.jars, bytes: engine.bytes })
    return ok(engine)
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

/** The engine in a directory, if it is whole. */
async function readEngine(directory: string): Promise<Engine | undefined> {
  try {
    const { files } = JSON.parse(await readFile(join(directory, manifestName), 'utf8')) as Manifest
    for (const { name, bytes } of files) if ((await stat(join(directory, name))).size !== bytes) return undefined
    return { directory, flinkVersion: engineVersion(), jars: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) }
  } catch {
    return undefined
  }
}

/** As above, but bears with another one that is just putting a broken engine right. */
async function readSettled(directory: string): Promise<Engine | undefined> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const engine = await readEngine(directory)
    if (engine !== undefined) return engine
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return undefined
}

async function listJars(directory: string): Promise<Manifest['files']> {
  const files: Manifest['files'] = []
  for (const part of engineParts) {
    for (const name of (await readdir(join(directory, part)).catch(() => [] as string[])).sort()) files.push({ name: `${part}/${name}`, bytes: (await stat(join(directory, part, name))).size })
  }
  return files
}

function progressReporter(onProgress: ResolveEngineOptions['onProgress']): (line: string) => void {
  let [jars, bytes] = [0, 0]
  return (line) => {
    const read = readMavenLine(line)
    if (read === undefined || onProgress === undefined) return
    if (read.kind === 'downloaded') bytes += read.bytes
    if (read.kind === 'copying') jars += 1
    onProgress({ phase: read.kind === 'copying' ? 'copy' : 'download', artifact: read.file, jars, jarsTotal: Math.max(jars, expectedJars), bytes })
  }
}

/** An engine that is not whole any more makes room for the new one. */
async function takeAway(directory: string): Promise<void> {
  const aside = `${directory}.tmp-${randomBytes(6).toString('hex')}`
  await rename(directory, aside)
  await rm(aside, { recursive: true, force: true })
}

/** What fetches that were killed left behind. */
async function removeStale(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!/\.tmp-[0-9a-f]{12}$/.test(name)) continue
    const { mtimeMs } = await stat(join(root, name)).catch(() => ({ mtimeMs: Infinity }))
    if (Date.now() - mtimeMs > staleMs) await rm(join(root, name), { recursive: true, force: true })
  }
}
