import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgramOrThrow } from '@headgate/testbed'
import { imageDocuments } from './image-documents.ts'
import type { ProgramImage } from './parts.ts'

const TAR_TIMEOUT_MS = 60_000
/** Nobody in particular, and not root: Pod Security `restricted` asks for that. */
const USER = '65532:65532'

/** Packs one program of `<cache>/bin` into the image archive `<cache>/images/<program>.tar`, with the program as its entry point. */
export async function writeProgramImage({ program, reference }: ProgramImage, key: string, cache: string): Promise<void> {
  await mkdir(join(cache, 'images'), { recursive: true })
  const work = await mkdtemp(join(cache, 'tmp', 'image-'))
  try {
    const root = join(work, 'root')
    await mkdir(root)
    await copyFile(join(cache, 'bin', program), join(root, program))
    const layer = join(work, 'layer.tar')
    await runProgramOrThrow('tar', ['-C', root, '--sort=name', '--numeric-owner', '--owner=0', '--group=0', '--mtime=@0', '-cf', layer, '.'], { timeoutMs: TAR_TIMEOUT_MS })
    const sha256 = createHash('sha256').update(await readFile(layer)).digest('hex')
    const { configName, config, manifest } = imageDocuments(reference, { Entrypoint: [`/${program}`], User: USER }, { file: 'layer.tar', sha256 })
    await writeFile(join(work, configName), config)
    await writeFile(join(work, 'manifest.json'), manifest)
    const archive = join(work, 'image.tar')
    await runProgramOrThrow('tar', ['-C', work, '-cf', archive, 'manifest.json', configName, 'layer.tar'], { timeoutMs: TAR_TIMEOUT_MS })
    await rename(archive, imageFile(program, cache))
    await writeFile(keyFile(program, cache), `${key}\n`)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Whether the image is there and holds the program of this key. */
export async function isImageWritten(program: string, key: string, cache: string): Promise<boolean> {
  return (await readFile(keyFile(program, cache), 'utf8').catch(() => '')).trim() === key
}

/** Where the archive is. */
export function imageFile(program: string, cache: string): string {
  return join(cache, 'images', `${program}.tar`)
}

function keyFile(program: string, cache: string): string {
  return join(cache, 'images', `.${program}.key`)
}
