import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blobContract } from '@headgate/ports/contracts'
import { describe } from 'vitest'
import { createDirectoryStore } from './create-directory-store.ts'

describe('directory store', () => {
  blobContract(async () => {
    const rootDirectory = await mkdtemp(join(tmpdir(), 'headgate-blobs-'))
    return { blobs: createDirectoryStore({ rootDirectory }), stop: () => rm(rootDirectory, { recursive: true, force: true }) }
  })
})
