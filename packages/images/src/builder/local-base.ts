import { copyFile, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { contentKey } from '../cache/content-key.ts'
import type { ImageCache } from '../cache/image-cache.ts'
import type { ImagePlan } from '../image.ts'
import type { Buildah } from './buildah.ts'
import { explainFailure } from './explain-failure.ts'
import { runCommand } from './run-command.ts'

/** Debian 12: the last with Java 17. */
const suite = 'bookworm'

/** The smallest Debian that has apt. Manuals and translations stay out, licences stay in. */
const mmdebstrapArguments = [
  '--quiet', '--variant=minbase', '--mode=root', '--include=ca-certificates',
  '--dpkgopt=path-exclude=/usr/share/man/*', '--dpkgopt=path-exclude=/usr/share/locale/*',
  '--dpkgopt=path-exclude=/usr/share/doc/*', '--dpkgopt=path-include=/usr/share/doc/*/copyright',
  '--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Retries "3"',
  suite,
]

const nodeMajor = 24

/** The key of a local base: another Dockerfile, Debian or Node is another one. */
export function baseKey(which: ImagePlan['base'], dockerfileText: string): string {
  const parts: [string, string][] = [['Dockerfile', dockerfileText], ['debian', mmdebstrapArguments.join('\n')]]
  return contentKey(which === 'node' ? [...parts, ['node', process.version]] : parts)
}

/** Gives the name of a local base in the builder's store, and makes it first if it is not there. */
export async function ensureLocalBase(which: ImagePlan['base'], parts: { cache: ImageCache; buildah: Buildah; dockerfile: string; key: string; isFresh: boolean; onStep: (step: string) => void }): Promise<Result<string>> {
  const { cache, buildah, dockerfile, key, isFresh, onStep } = parts
  if (which === 'node' && !process.version.startsWith(`v${nodeMajor}.`)) return failed('rejected', `The control plane runs on Node ${nodeMajor} and this is ${process.version}. Build it through "npx pnpm@12 images build", which has the right one.`)
  const name = `localhost/headgate-base-${which}:${key}`
  if (!isFresh && (await buildah.exists(name))) return ok(name)
  const context = await mkdtemp(join(cache.temporary, 'base-'))
  try {
    const debian = await debianArchive(cache, isFresh, onStep)
    if (!debian.ok) return debian
    await copyFile(debian.value, join(context, 'debian.tar'), constants.COPYFILE_FICLONE)
    if (which === 'node') await copyFile(process.execPath, join(context, 'node'), constants.COPYFILE_FICLONE)
    const built = await buildah.build({ dockerfile, context, name, target: which, arguments: {}, isFresh: false })
    return built.ok ? ok(name) : built
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}

/** The root file system of Debian, packed. Kept, because both bases start from it. */
async function debianArchive(cache: ImageCache, isFresh: boolean, onStep: (step: string) => void): Promise<Result<string>> {
  const archive = cache.debian(contentKey([['debian', mmdebstrapArguments.join('\n')]]))
  const { existsSync } = await import('node:fs')
  if (!isFresh && existsSync(archive)) return ok(archive)
  onStep('making a Debian to build on (once)')
  await mkdir(cache.root, { recursive: true })
  const writing = join(cache.temporary, 'debian.tar')
  await rm(writing, { force: true })
  const made = await runCommand('mmdebstrap', [...mmdebstrapArguments, writing], { env: { TMPDIR: cache.temporary, SOURCE_DATE_EPOCH: '0' } })
  if (made.code !== 0) return explainFailure('Making a Debian (mmdebstrap)', made)
  await rename(writing, archive)
  return ok(archive)
}
