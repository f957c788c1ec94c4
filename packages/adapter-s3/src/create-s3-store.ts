import type { BlobPort, ObjectPort } from '@headgate/ports'
import { createS3Address } from './s3-address.ts'
import { createS3Blobs } from './create-s3-blobs.ts'
import { createS3Client } from './create-s3-client.ts'
import { createS3Connection } from './s3-connection.ts'
import { createS3Objects } from './create-s3-objects.ts'
import { defaultS3Limits } from './s3-store-options.ts'
import type { S3StoreOptions } from './s3-store-options.ts'

/** Both ports of a store, and an end of its connections. */
export type S3Store = BlobPort & ObjectPort & { close(): void }

/**
 * The store in a bucket of S3, or of anything that speaks it. URIs are `s3://bucket/prefix/key`, as Flink takes them.
 *
 * `rejected`: not a key. `not-found` only where the store itself says that there is no such object (a missing bucket says nothing about
 * objects); everything else that goes wrong is `unavailable`, after some tries where another may help: what was asked for may have been done or
 * not, and may be asked for again. No message or detail holds a secret.
 */
export function createS3Store(options: S3StoreOptions): S3Store {
  const limits = { ...defaultS3Limits, ...options.limits }
  const clients = { client: createS3Client(options, limits, limits.answerTimeoutMs), patientClient: createS3Client(options, limits, limits.copyTimeoutMs) }
  const prefix = (options.prefix ?? '').replace(/^\/+|\/+$/g, '')
  const place = `s3://${options.bucket}${prefix === '' ? '' : `/${prefix}`}${options.endpoint === undefined ? '' : ` at ${withoutUser(options.endpoint)}`}`
  const { secretAccessKey = '', sessionToken = '' } = options.credentials ?? {}
  const connection = createS3Connection(clients, createS3Address(options.bucket, prefix), limits, { place, secrets: [secretAccessKey, sessionToken] })
  return { ...createS3Blobs(connection), ...createS3Objects(connection), close: () => Object.values(clients).forEach((client) => client.destroy()) }
}

/** An endpoint without what somebody may have put before the host. */
const withoutUser = (endpoint: string): string => endpoint.replace(/\/\/[^/@]*@/, '//')
