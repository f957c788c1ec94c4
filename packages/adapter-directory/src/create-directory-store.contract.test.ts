import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blobContract, objectContract } from '@headgate/ports/contracts'
import { describe } from 'vitest'
import { createDirectoryStore } from './create-directory-store.ts'

const makeStore = async () => {
  const rootDirectory = await mkdtemp(join(tmpdir(), 'headgate-blobs-'))
  const store = createDirectoryStore({ rootDirectory })
  return { blobs: store, objects: store, stop: () => rm(rootDirectory, { recursive: true, force: true }) }
}

describe('directory store, blobs', () => blobContract(makeStore))
describe('directory store, objects', () => objectContract(makeStore))
