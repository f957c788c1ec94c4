import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What an image says of itself. */
export interface ImageConfig {
  User?: string
  Cmd?: string[]
  Entrypoint?: string[]
  Env?: string[]
  WorkingDir?: string
  Labels?: Record<string, string>
}

/** An image archive, unpacked as a runtime would. */
export interface OpenImage {
  root: string
  names: string[]
  layers: number
  config: ImageConfig
}

const bufferMax = 64 * 1024 * 1024
const run = (command: string, args: string[]): string => execFileSync(command, args, { encoding: 'utf8', maxBuffer: bufferMax })

/** Unpacks a `docker-archive` into `directory`/root, layer upon layer, with what a layer takes away. Needs root, for owners. */
export function openImage(archive: string, directory: string): OpenImage {
  const root = join(directory, 'root')
  mkdirSync(root, { recursive: true })
  const [manifest] = JSON.parse(run('tar', ['-xOf', archive, 'manifest.json'])) as { Config: string; RepoTags: string[]; Layers: string[] }[]
  if (manifest === undefined) throw new Error(`${archive} has no image`)
  for (const layer of manifest.Layers) {
    run('tar', ['-xf', archive, '-C', directory, layer])
    const file = join(directory, layer)
    run('tar', ['-tf', file]).split('\n').filter((path) => basename(path).startsWith('.wh.')).forEach((path) => takeAway(root, path))
    run('tar', ['-xf', file, '-C', root, '--numeric-owner', '--exclude=.wh.*'])
    rmSync(file)
  }
  const { config } = JSON.parse(run('tar', ['-xOf', archive, manifest.Config])) as { config: ImageConfig }
  return { root, names: manifest.RepoTags, layers: manifest.Layers.length, config }
}

function takeAway(root: string, mark: string): void {
  const folder = join(root, dirname(mark))
  const name = basename(mark).slice('.wh.'.length)
  if (name === '.wh..opq') for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true, force: true })
  else rmSync(join(folder, name), { recursive: true, force: true })
}
