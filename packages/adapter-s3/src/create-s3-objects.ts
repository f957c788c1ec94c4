import { GetObjectCommand } from '@aws-sdk/client-s3'
import { failed, isMarkerKey, ok } from '@headgate/domain'
import type { Failure, Result } from '@headgate/domain'
import { objectsPerRequestMax } from '@headgate/ports'
import type { ObjectPort } from '@headgate/ports'
import { copyObject } from './copy-object.ts'
import { listNames } from './list-names.ts'
import { putObject } from './put-object.ts'
import { removeObjects } from './remove-objects.ts'
import { notFound, statObject } from './s3-connection.ts'
import type { S3Connection } from './s3-connection.ts'
import { isNoSuchKey, isPreconditionFailed } from './s3-failure.ts'

/** The store as its keeper sees it. */
export function createS3Objects(connection: S3Connection): ObjectPort {
  const { client, address, failure } = connection
  const attempt = async <T>(action: string, key: string, work: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await work()
    } catch (error) {
      return failure(action, key, error)
    }
  }

  return {
    uri: address.uri,
    keyOf: address.keyOf,

    async listPage(prefix, startAfter) {
      const directory = prefix.replace(/\/$/, '')
      const problem = prefix === '' ? undefined : address.refuse(directory)
      if (problem !== undefined) return problem
      return await attempt('list', directory, async () => {
        const { objects, nextStartAfter } = await listNames(connection, { directory, startAfter, namesMax: objectsPerRequestMax })
        return ok(nextStartAfter === undefined ? { entries: objects } : { entries: objects, nextStartAfter })
      })
    },

    async stat(key) {
      const problem = address.refuseObject(key)
      if (problem !== undefined) return problem
      const found = await statObject(connection, key)
      return found.ok ? ok({ sizeBytes: found.value.sizeBytes, modifiedMs: found.value.modifiedMs }) : found
    },

    async readStream(key) {
      const problem = address.refuse(key)
      if (problem !== undefined) return problem
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: address.bucket, Key: address.nameOf(key) }))
        if (Body === undefined) return failure('read', key, new SyntaxError('The answer has no content.'))
        return ok(wholeOf(Body as AsyncIterable<Uint8Array>, (error) => failure('read', key, error)))
      } catch (error) {
        return isNoSuchKey(error) ? notFound(key) : failure('read', key, error)
      }
    },

    async put(key, content) {
      const problem = address.refuse(key)
      if (problem !== undefined) return problem
      return await attempt('write', key, async () => ok(await putObject(connection, key, content)))
    },

    async copy(fromKey, toKey) {
      const problem = address.refuse(fromKey) ?? address.refuse(toKey)
      if (problem !== undefined) return problem
      const source = await statObject(connection, fromKey)
      if (!source.ok) return source
      // S3 refuses it.
      if (fromKey === toKey) return ok(undefined)
      try {
        await copyObject(connection, fromKey, toKey, source.value)
        return ok(undefined)
      } catch (error) {
        if (isPreconditionFailed(error)) return failed('unavailable', `'${fromKey}' was replaced while it was copied.`)
        return isNoSuchKey(error) ? notFound(fromKey) : failure('copy', fromKey, error)
      }
    },

    async removeMany(keys) {
      if (keys.length > objectsPerRequestMax) return failed('rejected', `${keys.length} keys are more than the ${objectsPerRequestMax} that may be removed at once.`)
      const problem = keys.map((key) => address.refuseObject(key)).find((each) => each !== undefined)
      if (problem !== undefined) return problem
      return await attempt('remove', keys.length === 1 && keys[0] !== undefined && !isMarkerKey(keys[0]) ? keys[0] : `${keys.length} objects`, async () => ok({ refused: await removeObjects(connection, keys) }))
    },
  }
}

/** The pieces of a content. An end before all announced bytes is a failure of the connection: Node sees to it. */
async function* wholeOf(body: AsyncIterable<Uint8Array>, explain: (error: unknown) => Failure): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw new Error(explain(error).message, { cause: error })
  }
}
