import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import type { S3Client } from '@aws-sdk/client-s3'
import { failed, ok } from '@headgate/domain'
import type { Failure, Result } from '@headgate/domain'
import type { S3Address } from './s3-address.ts'
import { isBareNotFound, isNoSuchKey, s3Failure } from './s3-failure.ts'
import type { S3FailureContext } from './s3-failure.ts'
import type { S3Limits } from './s3-store-options.ts'

/** What every verb of a store works with. */
export interface S3Connection {
  client: S3Client
  /** Waits longer: for copies. */
  patientClient: S3Client
  address: S3Address
  limits: S3Limits
  failure(action: string, key: string, error: unknown): Failure
}

export const createS3Connection = (clients: Pick<S3Connection, 'client' | 'patientClient'>, address: S3Address, limits: S3Limits, context: S3FailureContext): S3Connection => ({
  ...clients,
  address,
  limits,
  failure: (action, key, error) => s3Failure(action, key, error, context),
})

export interface S3Stat {
  sizeBytes: number
  modifiedMs: number
  entityTag: string | undefined
}

export const notFound = (key: string): Failure => failed('not-found', `There is no '${key}' in the store.`)

/** Asks for one object. To HEAD a missing bucket answers like a missing object: only what GET says is sure. */
export async function statObject({ client, address, failure }: S3Connection, key: string): Promise<Result<S3Stat>> {
  const target = { Bucket: address.bucket, Key: address.nameOf(key) }
  const read = ({ ContentLength, LastModified, ETag }: { ContentLength?: number; LastModified?: Date; ETag?: string }, contentLength = ContentLength): Result<S3Stat> => {
    const modifiedMs = LastModified?.getTime()
    if (contentLength === undefined || modifiedMs === undefined || Number.isNaN(modifiedMs)) return failure('look at', key, new SyntaxError('The answer names no size or no time.'))
    return ok({ sizeBytes: contentLength, modifiedMs, entityTag: ETag })
  }
  try {
    return read(await client.send(new HeadObjectCommand(target)))
  } catch (error) {
    if (!isBareNotFound(error)) return isNoSuchKey(error) ? notFound(key) : failure('look at', key, error)
  }
  try {
    const output = await client.send(new GetObjectCommand(target))
    // It came meanwhile.
    output.Body?.transformToWebStream().cancel().catch(() => undefined)
    return read(output)
  } catch (error) {
    return isNoSuchKey(error) ? notFound(key) : failure('look at', key, error)
  }
}
