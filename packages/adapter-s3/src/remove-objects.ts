import { DeleteObjectsCommand } from '@aws-sdk/client-s3'
import { isMarkerKey } from '@headgate/domain'
import type { S3Connection } from './s3-connection.ts'
import { takePlainEntries } from './take-plain-entries.ts'

const plainElements = ['Key']

/** Removes up to 1,000 objects in one request and tells which were refused. Throws what the SDK throws. */
export async function removeObjects({ client, address }: S3Connection, keys: readonly string[]): Promise<{ key: string; message: string }[]> {
  const wanted = [...new Set(keys)]
  if (wanted.length === 0) return []
  const names = wanted.map((key) => address.nameOf(key))
  const command = new DeleteObjectsCommand({ Bucket: address.bucket, Delete: { Objects: names.map((Key) => ({ Key })), Quiet: false } })
  const plain = takePlainEntries(command, 'Deleted', plainElements)
  const output = await client.send(command)
  const failures = new Map((output.Errors ?? []).map(({ Key, Code, Message }) => [Key ?? '', { code: Code ?? '', message: `${Code ?? ''} ${Message ?? ''}`.trim() }]))
  const removed = new Set([...plain().map(([name]) => name), ...(output.Deleted ?? []).map(({ Key }) => Key)])
  return wanted.flatMap((key, index) => {
    const name = names[index] ?? ''
    const failure = failures.get(name)
    // The second comes from stores that are made of directories, for a directory that has no marker.
    if (failure?.code === 'NoSuchKey' || (isMarkerKey(key) && /DirectoryNotEmpty$/.test(failure?.code ?? ''))) return []
    // What the answer does not name may still be there.
    if (failure === undefined) return removed.has(name) ? [] : [{ key, message: 'The store did not say that it was removed.' }]
    return [{ key, message: failure.message === '' ? 'The store gave no reason.' : failure.message }]
  })
}
