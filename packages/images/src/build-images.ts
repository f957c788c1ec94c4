import { existsSync, readFileSync } from 'node:fs'
import { copyFile, constants, link, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { createBuildah } from './builder/buildah.ts'
import type { Buildah } from './builder/buildah.ts'
import { checkTools } from './builder/check-tools.ts'
import { baseKey, ensureLocalBase } from './builder/local-base.ts'
import { runCommand } from './builder/run-command.ts'
import { defaultCacheDirectory, imageCache } from './cache/image-cache.ts'
import type { ImageCache } from './cache/image-cache.ts'
import { withLock } from './cache/with-lock.ts'
import { imageWhiches } from './image.ts'
import type { BuiltImage, ImagePlan, ImageWhich } from './image.ts'
import { baseDockerfile, cloneRoot, planImages } from './plan-images.ts'

export interface BuildImagesOptions {
  /** Default: all. */
  which?: readonly ImageWhich[]
  /** Gets `engine.tar` and so on (links to the cache where the disk is the same). Default: they stay in the cache. */
  outputDirectory?: string
  /** An image to build on, for `FROM`, instead of a local Debian; the control plane's must have Node 24. */
  base?: string
  /** Default: `~/.cache/headgate/images`. Not on an overlay or in memory if that can be helped: it gets about 5 GB. */
  cacheDirectory?: string
  /** Builds again from the base on, with today's Debian packages. */
  isFresh?: boolean
  /** What is being done, for a person. */
  onStep?: (step: string) => void
  /** What the builder writes. */
  onLine?: (line: string) => void
}

/** Archives of an image that are kept, those used last: clones of several states share a cache. */
const archivesKept = 4

/**
 * Builds the images of this clone, or finds them built: one whose content did not change costs nothing. Two at once wait for each other.
 * `rejected`: something is missing on this machine; `unavailable`: a step failed (network, disk). Each message is one line with the next step.
 */
export async function buildImages(options: BuildImagesOptions = {}): Promise<Result<BuiltImage[]>> {
  const cache = imageCache(options.cacheDirectory ?? defaultCacheDirectory())
  const plans = planImages(options.which ?? imageWhiches, options.base)
  const isMissing = (plan: ImagePlan): boolean => options.isFresh === true || !existsSync(cache.archive(plan.which, plan.key))
  const missing = plans.filter(isMissing)
  try {
    if (missing.length > 0) {
      await mkdir(cache.root, { recursive: true })
      const built = await buildMissing(missing, isMissing, cache, options)
      if (!built.ok) return built
    }
    return ok(await Promise.all(plans.map((plan) => handOver(plan, cache, options.outputDirectory, !missing.includes(plan)))))
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException
    return failed('unavailable', code === 'ENOSPC' ? 'The disk is full: free about 5 GB and try again.' : `Images cannot be written: ${code ?? String(error)}${path === undefined ? '' : ` at ${path}`}. Choose another place with --output or XDG_CACHE_HOME.`, String(error))
  }
}

async function buildMissing(missing: ImagePlan[], isMissing: (plan: ImagePlan) => boolean, cache: ImageCache, options: BuildImagesOptions): Promise<Result<void>> {
  const onStep = options.onStep ?? (() => undefined)
  const tools = await checkTools({ platform: process.platform, userId: process.getuid?.(), run: runCommand, onStep })
  if (!tools.ok) return tools
  return withLock(cache.lockFile, async () => {
    // Of a build that was killed; nobody else builds now.
    await rm(cache.temporary, { recursive: true, force: true })
    const buildah = await createBuildah(cache, options.onLine ?? (() => undefined))
    for (const plan of missing.filter(isMissing)) {
      const built = await buildOne(plan, buildah, cache, options, onStep)
      if (!built.ok) return built
    }
    return ok(undefined)
  })
}

async function buildOne(plan: ImagePlan, buildah: Buildah, cache: ImageCache, options: BuildImagesOptions, onStep: (step: string) => void): Promise<Result<void>> {
  const isFresh = options.isFresh === true
  const base = options.base === undefined
    ? await ensureLocalBase(plan.base, { cache, buildah, dockerfile: baseDockerfile, key: baseKey(plan.base, readFileSync(baseDockerfile, 'utf8')), isFresh, onStep })
    : ok(options.base)
  if (!base.ok) return base
  const context = await mkdtemp(join(cache.temporary, 'context-'))
  try {
    onStep(`collecting what goes into ${plan.reference}`)
    const prepared = await plan.prepare(context)
    if (!prepared.ok) return prepared
    onStep(`building ${plan.reference}`)
    const name = `docker.io/${plan.name}:${plan.key}`
    const built = await buildah.build({
      dockerfile: plan.dockerfile,
      context,
      name,
      arguments: { BASE: base.value, [plan.given]: 'given', VERSION: plan.version, REVISION: await readRevision() },
      isFresh,
    })
    if (!built.ok) return built
    const saved = await buildah.save(name, plan.reference, cache.archive(plan.which, plan.key))
    if (!saved.ok) return saved
    await buildah.keepOnly(name)
    await keepLastUsed(cache, plan)
    return ok(undefined)
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}

/** The commit that an image is built from, with `-dirty` when the clone has changes. */
async function readRevision(): Promise<string> {
  const described = await runCommand('git', ['-C', cloneRoot, 'describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'])
  return described.code === 0 ? described.output.trim() : 'unknown'
}

async function keepLastUsed(cache: ImageCache, { which, key }: ImagePlan): Promise<void> {
  const directory = dirname(cache.archive(which, key))
  const archives = await Promise.all((await readdir(directory)).filter((file) => file.startsWith(`${which}-`)).map(async (file) => ({ path: join(directory, file), atMs: (await stat(join(directory, file))).mtimeMs })))
  for (const { path } of archives.sort((one, other) => other.atMs - one.atMs).slice(archivesKept)) await rm(path, { force: true })
}

async function handOver(plan: ImagePlan, cache: ImageCache, outputDirectory: string | undefined, isCached: boolean): Promise<BuiltImage> {
  const { which, name, tag, reference, key } = plan
  const cached = cache.archive(which, key)
  const now = new Date()
  await utimes(cached, now, now)
  const archive = outputDirectory === undefined ? cached : join(outputDirectory, `${which}.tar`)
  if (outputDirectory !== undefined) {
    await mkdir(outputDirectory, { recursive: true })
    const writing = `${archive}.tmp-${process.pid}`
    await rm(writing, { force: true })
    await link(cached, writing).catch(() => copyFile(cached, writing, constants.COPYFILE_FICLONE))
    await rename(writing, archive)
    // A rename onto another link of the same file does nothing.
    await rm(writing, { force: true })
  }
  return { which, name, tag, reference, key, archive, bytes: (await stat(archive)).size, isCached }
}
