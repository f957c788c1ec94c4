import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { compareKeys } from '@headgate/domain'
import type { S3Connection } from './s3-connection.ts'
import { takePlainEntries } from './take-plain-entries.ts'

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

const plainElements = ['Key', 'Size', 'LastModified']

const sizeOf = (text: string | undefined): number => (text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN)

/** One request for names below a directory. Throws what the SDK throws, and at an answer that is no list: it must not look like an empty one. */
export async function listNames({ client, address }: S3Connection, wanted: NamesWanted): Promise<ListedNames> {
  const prefix = address.nameOf(wanted.directory === '' ? '' : `${wanted.directory}/`)
  const command = new ListObjectsV2Command({
    Bucket: address.bucket,
    Prefix: prefix,
    MaxKeys: wanted.namesMax,
    // Names may hold characters that XML cannot.
    EncodingType: 'url',
    ...(wanted.startAfter === undefined ? {} : { StartAfter: address.nameOf(wanted.startAfter) }),
    ...(wanted.token === undefined ? {} : { ContinuationToken: wanted.token }),
    ...(wanted.isShallow === true ? { Delimiter: '/' } : {}),
  })
  const plain = takePlainEntries(command, 'Contents', plainElements)
  const output = await client.send(command)
  if (output.Name === undefined || output.MaxKeys === undefined) throw new SyntaxError('The answer is no list of objects.')
  // Always a text of its own: a piece of the answer would keep all of it in memory for as long as somebody remembers the name.
  const decode = output.EncodingType === 'url' ? (name: string) => decodeURIComponent(name.replaceAll('+', ' ')) : (name: string) => Buffer.from(name).toString()
  const objects: ListedNames['objects'] = []
  let last: string | undefined
  const see = (name: string): string | undefined => {
    if (!name.startsWith(prefix)) throw new SyntaxError('The list has entries that were not asked for.')
    if (last === undefined || compareKeys(name, last) > 0) last = name
    return address.keyOfName(name)
  }
  const take = (name: string | undefined, sizeBytes: number, modifiedMs: number): void => {
    if (name === undefined || Number.isNaN(sizeBytes) || Number.isNaN(modifiedMs)) throw new SyntaxError('The list has an entry without name, size or time.')
    const key = see(decode(name))
    if (key !== undefined) objects.push({ key, sizeBytes, modifiedMs })
  }
  for (const [name, size, modified = ''] of plain()) take(name, sizeOf(size), Date.parse(modified))
  for (const { Key, Size, LastModified } of output.Contents ?? []) take(Key, Size ?? Number.NaN, LastModified?.getTime() ?? Number.NaN)
  // What was read in two ways is put in order again.
  if (plain().length > 0 && (output.Contents ?? []).length > 0) objects.sort((a, b) => compareKeys(a.key, b.key))
  const directories = (output.CommonPrefixes ?? []).flatMap(({ Prefix }) => see(decode(Prefix ?? '')) ?? [])
  if (output.IsTruncated === true && last === undefined) throw new SyntaxError('The list says that there is more, but not after what.')
  return {
    objects,
    directories,
    ...(output.IsTruncated === true && last !== undefined ? { nextStartAfter: address.keyOfName(last) ?? '' } : {}),
    ...(output.IsTruncated === true && output.NextContinuationToken !== undefined ? { nextToken: output.NextContinuationToken } : {}),
  }
}
