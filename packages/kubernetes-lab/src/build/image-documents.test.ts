import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { imageDocuments } from './image-documents.ts'

test('the manifest names the configuration by its digest, and the configuration its layer', () => {
  const documents = imageDocuments('localhost/probe:1', { Entrypoint: ['/probe'], User: '65532' }, { file: 'layer.tar', sha256: 'ab'.repeat(32) })
  const [entry] = JSON.parse(documents.manifest) as { Config: string; RepoTags: string[]; Layers: string[] }[]
  expect(entry).toEqual({ Config: documents.configName, RepoTags: ['localhost/probe:1'], Layers: ['layer.tar'] })
  expect(documents.configName).toBe(`${createHash('sha256').update(documents.config).digest('hex')}.json`)
  const config = JSON.parse(documents.config) as { config: object; rootfs: { diff_ids: string[] }; history: object[] }
  expect(config.config).toEqual({ Entrypoint: ['/probe'], User: '65532' })
  expect(config.rootfs.diff_ids).toEqual([`sha256:${'ab'.repeat(32)}`])
  expect(config.history).toHaveLength(config.rootfs.diff_ids.length)
})
