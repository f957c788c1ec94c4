import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { S3Connection } from './s3-connection.ts'

export interface ListedNames {
  /** In the order of their keys. Markers of directories among them, but not that of the store itself. */
  objects: { key: string; sizeBytes: number; modifiedMs: number }[]
  /** With `isShallow`: the directories directly below, each with `/` at its end. */
  directories: string[]
  /** The last name of a list that is not complete. */
  nextStartAfter?: string
  /** For the same request again: what comes next. */
  nextToken?: string
}

export interface NamesWanted {
  /** A directory key; the empty text: the whole store. */
  directory: string
  namesMax: number
  startAfter?: string | undefined
  token?: string | undefined
  isShallow?: boolean
}

/** The last one by the bytes of UTF-8. Stores answer in that order, so there is little to do. */
const lastOf = (names: readonly string[]): string | undefined =>
  names.reduce<string | undefined>((last, name) => (last === undefined || Buffer.compare(Buffer.from(name), Buffer.from(last)) > 0 ? name : last), undefined)

/** One request for names below a directory. Throws what the SDK throws, and at an answer that is no list: it must not look like an empty one. */
export async function listNames({ client, address }: S3Connection, wanted: NamesWanted): Promise<ListedNames> {
  const prefix = address.nameOf(wanted.directory === '' ? '' : `${wanted.directory}/`)
  const output = await client.send(
    new ListObjectsV2Command({
      Bucket: address.bucket,
      Prefix: prefix,
      MaxKeys: wanted.namesMax,
      // Names may hold characters that XML cannot.
      EncodingType: 'url',
      ...(wanted.startAfter === undefined ? {} : { StartAfter: address.nameOf(wanted.startAfter) }),
      ...(wanted.token === undefined ? {} : { ContinuationToken: wanted.token }),
      ...(wanted.isShallow === true ? { Delimiter: '/' } : {}),
    }),
  )
  if (output.Name === undefined || output.MaxKeys === undefined) throw new SyntaxError('The answer is no list of objects.')
  const decode = output.EncodingType === 'url' ? (name: string) => decodeURIComponent(name.replaceAll('+', ' ')) : (name: string) => name
  const found = (output.Contents ?? []).map(({ Key, Size, LastModified }) => {
    if (Key === undefined || Size === undefined || LastModified === undefined) throw new SyntaxError('The list has an entry without name, size or time.')
    return { name: decode(Key), sizeBytes: Size, modifiedMs: LastModified.getTime() }
  })
  const directories = (output.CommonPrefixes ?? []).map(({ Prefix }) => decode(Prefix ?? ''))
  const names = [...found.map(({ name }) => name), ...directories]
  if (names.some((name) => !name.startsWith(prefix))) throw new SyntaxError('The list has entries that were not asked for.')
  const last = lastOf(names)
  if (output.IsTruncated === true && last === undefined) throw new SyntaxError('The list says that there is more, but not after what.')
  return {
    objects: found.flatMap(({ name, ...facts }) => {
      const key = address.keyOfName(name)
      return key === undefined ? [] : [{ key, ...facts }]
    }),
    directories: directories.flatMap((name) => address.keyOfName(name) ?? []),
    ...(output.IsTruncated === true && last !== undefined ? { nextStartAfter: address.keyOfName(last) ?? '' } : {}),
    ...(output.IsTruncated === true && output.NextContinuationToken !== undefined ? { nextToken: output.NextContinuationToken } : {}),
  }
}
