import { createHash } from 'node:crypto'

/** What an image archive (the form of `docker save`) holds besides its layers. */
export interface ImageDocuments {
  configName: string
  config: string
  manifest: string
}

/** The documents of an image with one layer. The same input gives the same image. */
export function imageDocuments(reference: string, settings: object, layer: { file: string; sha256: string }): ImageDocuments {
  const created = '1970-01-01T00:00:00Z'
  const config = JSON.stringify({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created,
    config: settings,
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer.sha256}`] },
    // One entry per layer: some readers refuse an image without.
    history: [{ created, created_by: 'headgate' }],
  })
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`
  return { configName, config, manifest: JSON.stringify([{ Config: configName, RepoTags: [reference], Layers: [layer.file] }]) }
}
