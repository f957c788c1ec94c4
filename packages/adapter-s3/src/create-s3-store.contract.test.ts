import { blobContract, objectContract } from '@headgate/ports/contracts'
import { startS3StandIn } from '@headgate/testbed'
import { describe } from 'vitest'
import { createS3Store } from './create-s3-store.ts'

/** On the stand-in, quickly; `create-s3-store.real.test.ts` tries the same on a real server. */
const makeStore = async () => {
  const server = await startS3StandIn()
  const store = createS3Store({ bucket: server.bucket, prefix: 'some/prefix', endpoint: server.endpoint, credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } })
  return {
    blobs: store,
    objects: store,
    stop: async () => {
      store.close()
      await server.stop()
    },
  }
}

describe('S3 store on a stand-in, blobs', () => blobContract(makeStore))
describe('S3 store on a stand-in, objects', () => objectContract(makeStore))
