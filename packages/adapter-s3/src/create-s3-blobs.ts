import { GetObjectCommand } from '@aws-sdk/client-s3'
import { failed, isMarkerKey, ok } from '@headgate/domain'
import { objectsPerRequestMax } from '@headgate/ports'
import type { BlobEntry, BlobPort } from '@headgate/ports'
import { listNames } from './list-names.ts'
import { putObject } from './put-object.ts'
import { removeObjects } from './remove-objects.ts'
import { notFound } from './s3-connection.ts'
import type { S3Connection } from './s3-connection.ts'
import { isNoSuchKey } from './s3-failure.ts'

/**
 * The store as files with keys. S3 has no directories: one that was asked for is an empty object whose name ends in `/`, so that an empty
 * directory is known from a missing one.
 */
export function createS3Blobs(connection: S3Connection): BlobPort {
  const { client, address, failure } = connection
  return {
    uri: address.uri,
    keyOf: address.keyOf,

    async put(key, content) {
      const problem = address.refuse(key)
      if (problem !== undefined) return problem
      try {
        return ok(await putObject(connection, key, content))
      } catch (error) {
        return failure('write', key, error)
      }
    },

    async read(key) {
      const problem = address.refuse(key)
      if (problem !== undefined) return problem
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: address.bucket, Key: address.nameOf(key) }))
        const content = await Body?.transformToByteArray()
        if (content === undefined) return failure('read', key, new SyntaxError('The answer has no content.'))
        return ok(content)
      } catch (error) {
        return isNoSuchKey(error) ? notFound(key) : failure('read', key, error)
      }
    },

    async list(prefix, { limit = Infinity, depth = Infinity } = {}) {
      const directory = prefix.replace(/\/$/, '')
      const problem = address.refuse(directory)
      if (problem !== undefined) return problem
      const entries = new Map<string, BlobEntry>()
      let isThere = false
      try {
        for (let token: string | undefined, isFirst = true; (isFirst || token !== undefined) && entries.size < limit; isFirst = false) {
          const namesMax = Math.min(objectsPerRequestMax, limit - entries.size + 1)
          const page = await listNames(connection, { directory, namesMax, token, isShallow: depth === 1 })
          isThere ||= page.objects.length + page.directories.length > 0
          for (const entry of [...page.objects, ...page.directories.map((key) => ({ key, sizeBytes: 0, modifiedMs: 0 }))]) {
            const shown = shownAt(entry, directory, depth)
            if (shown !== undefined) entries.set(shown.key, shown)
          }
          if (page.nextStartAfter !== undefined && page.nextToken === undefined) throw new SyntaxError('The list says that there is more, but not where.')
          token = page.nextToken
        }
      } catch (error) {
        return failure('list', directory, error)
      }
      if (!isThere) return failed('not-found', `There is no directory '${directory}' in the store.`)
      return ok([...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit))
    },

    async ensureDirectory(key) {
      const directory = key.replace(/\/$/, '')
      const problem = address.refuse(directory)
      if (problem !== undefined) return problem
      try {
        return ok(await putObject(connection, `${directory}/`, new Uint8Array()))
      } catch (error) {
        return failure('make', directory, error)
      }
    },

    async removeAll(prefix) {
      const directory = prefix.replace(/\/$/, '')
      const problem = address.refuse(directory)
      if (problem !== undefined) return problem
      try {
        let refused = await removeObjects(connection, [directory])
        for (let startAfter: string | undefined, isFirst = true; isFirst || startAfter !== undefined; isFirst = false) {
          const page = await listNames(connection, { directory, startAfter, namesMax: objectsPerRequestMax })
          refused = [...refused, ...(await removeObjects(connection, page.objects.map(({ key }) => key)))].slice(0, 10)
          startAfter = page.nextStartAfter
        }
        const [first] = refused
        return first === undefined ? ok(undefined) : failed('unavailable', `The store refused to remove '${first.key}': ${first.message}`)
      } catch (error) {
        return failure('remove', directory, error)
      }
    },
  }
}

/** An entry as a list of this depth shows it: what is deeper as its directory, and no marker that was not asked for. */
function shownAt(entry: BlobEntry, directory: string, depth: number): BlobEntry | undefined {
  const parts = entry.key.slice(directory.length + 1).split('/')
  if (parts.length > depth) return { key: `${directory}/${parts.slice(0, depth).join('/')}/`, sizeBytes: 0, modifiedMs: 0 }
  return isMarkerKey(entry.key) ? undefined : entry
}
