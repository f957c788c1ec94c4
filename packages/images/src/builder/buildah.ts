import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { ImageCache } from '../cache/image-cache.ts'
import { explainFailure } from './explain-failure.ts'
import { runCommand } from './run-command.ts'

/** One build of a Dockerfile. */
export interface BuildRequest {
  dockerfile: string
  context: string
  /** The name in the builder's store. */
  name: string
  target?: string
  arguments: Record<string, string>
  /** Without the layers of earlier builds. */
  isFresh: boolean
}

export interface Buildah {
  build: (request: BuildRequest) => Promise<Result<void>>
  /** Writes an image as a `docker-archive` that carries `reference`; it appears whole. */
  save: (name: string, reference: string, archive: string) => Promise<Result<void>>
  exists: (name: string) => Promise<boolean>
  /** Forgets all images of the repository of `name` but that one, and what only they and stages of the build needed: the store does not grow with the builds. */
  keepOnly: (name: string) => Promise<void>
}

/** Of `statfs`: a store of overlays cannot lie on an overlay itself, as in a container. */
const overlayFilesystem = 0x794c7630

/** Buildah on a store of its own, without a daemon and without an engine (chroot isolation). To be called under the lock of the cache. */
export async function createBuildah(cache: ImageCache, onLine: (line: string) => void): Promise<Buildah> {
  await mkdir(cache.temporary, { recursive: true })
  const driver = (await statfs(cache.root)).type === overlayFilesystem ? 'vfs' : 'overlay'
  await writeFile(cache.storageConfig, `[storage]\ndriver = "${driver}"\ngraphroot = "${cache.store}"\nrunroot = "${cache.storeRun}"\n`)
  // A prepared context has nothing to ignore; the lists beside the Dockerfiles are for builds from a clone.
  await writeFile(cache.ignoreNothing, '')
  const env = { BUILDAH_ISOLATION: 'chroot', CONTAINERS_STORAGE_CONF: cache.storageConfig, TMPDIR: cache.temporary }
  const buildah = (args: string[]) => runCommand('buildah', args, { env, onLine })
  /** The containers of a build that failed or was killed, and of stages, with their mounts and their hold on images. */
  const removeContainers = () => buildah(['rm', '--all'])
  await removeContainers()
  return {
    async build({ dockerfile, context, name, target, arguments: given, isFresh }) {
      const built = await buildah([
        'build', '--network', 'host', '--layers', '--format', 'docker', '--ignorefile', cache.ignoreNothing,
        ...(isFresh ? ['--no-cache'] : []),
        ...(target === undefined ? [] : ['--target', target]),
        ...Object.entries(given).flatMap(([argument, value]) => ['--build-arg', `${argument}=${value}`]),
        '--tag', name, '--file', dockerfile, context,
      ])
      if (built.code === 0) return ok(undefined)
      await removeContainers()
      return explainFailure(`The build of ${name}`, built)
    },
    async save(name, reference, archive) {
      await mkdir(dirname(archive), { recursive: true })
      const writing = `${archive}.tmp`
      await rm(writing, { force: true })
      const pushed = await buildah(['push', '--quiet', name, `docker-archive:${writing}:${reference}`])
      if (pushed.code !== 0) {
        await rm(writing, { force: true })
        return explainFailure(`Writing ${archive}`, pushed)
      }
      await rename(writing, archive)
      return ok(undefined)
    },
    exists: async (name) => (await runCommand('buildah', ['inspect', '--type', 'image', name], { env })).code === 0,
    async keepOnly(name) {
      const repository = name.slice(0, name.lastIndexOf(':'))
      const { output } = await runCommand('buildah', ['images', '--format', '{{.Name}}:{{.Tag}}'], { env })
      const others = output.split('\n').filter((one) => one.startsWith(`${repository}:`) && one !== name)
      await removeContainers()
      for (const other of others) await buildah(['rmi', other])
      await buildah(['rmi', '--prune'])
    },
  }
}
