import { createHash } from 'node:crypto'
import type { SortedObjects } from './sorted-objects.ts'

/** A request as the stand-in understands it. */
export interface S3Call {
  /** As S3 calls it: `ListObjectsV2`, `PutObject`. */
  operation: string
  /** Of an object, decoded. */
  name: string
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: Buffer
}

export interface S3Answer {
  status: number
  headers?: Record<string, string>
  body?: string | Uint8Array
}

/** What a stand-in holds. */
export interface S3Content {
  bucket: string
  objects: SortedObjects
  uploads: Map<string, { name: string; parts: Map<number, Uint8Array> }>
  nowMs: () => number
}

const xml = (text: string): string => text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
const element = (name: string, ...content: (string | undefined)[]): string => `<${name}>${content.filter((part) => part !== undefined).join('')}</${name}>`
const document = (name: string, ...content: (string | undefined)[]): S3Answer => ({ status: 200, body: `<?xml version="1.0" encoding="UTF-8"?>${element(name, ...content)}`, headers: { 'content-type': 'application/xml' } })
const tagOf = (content: Uint8Array): string => `"${createHash('md5').update(content).digest('hex')}"`
const facts = (content: Uint8Array, modifiedMs: number) => ({ etag: tagOf(content), 'last-modified': new Date(modifiedMs).toUTCString() })

/** An error as S3 gives it. */
export const s3Error = (status: number, code: string, message = code): S3Answer => ({ ...document('Error', element('Code', code), element('Message', xml(message))), status })

/** Which operation a request means. */
export function operationOf(method: string, name: string, query: URLSearchParams, headers: Record<string, string | undefined>): string {
  const isCopy = headers['x-amz-copy-source'] !== undefined
  if (name === '') return method === 'GET' && query.has('list-type') ? 'ListObjectsV2' : method === 'POST' && query.has('delete') ? 'DeleteObjects' : `${method} bucket`
  if (query.has('uploads')) return 'CreateMultipartUpload'
  if (query.has('uploadId')) return method === 'PUT' ? (isCopy ? 'UploadPartCopy' : 'UploadPart') : method === 'POST' ? 'CompleteMultipartUpload' : 'AbortMultipartUpload'
  return method === 'PUT' && isCopy ? 'CopyObject' : ({ PUT: 'PutObject', GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? `${method} object`)
}

/** Answers as S3 does, for the operations that the adapter uses. */
export function answerS3(call: S3Call, content: S3Content): S3Answer {
  const { objects, uploads, nowMs } = content
  const { name, query, headers, body } = call
  switch (call.operation) {
    case 'ListObjectsV2':
      return list(query, content)
    case 'DeleteObjects':
      return remove(body.toString(), content)
    case 'PutObject':
      if (headers['content-md5'] !== undefined && headers['content-md5'] !== createHash('md5').update(body).digest('base64')) return s3Error(400, 'BadDigest')
      objects.set(name, { content: body, modifiedMs: nowMs() })
      return { status: 200, headers: { etag: tagOf(body) } }
    case 'HeadObject':
    case 'GetObject': {
      const object = objects.get(name)
      if (object === undefined) return call.operation === 'HeadObject' ? { status: 404 } : s3Error(404, 'NoSuchKey')
      if (call.operation === 'HeadObject') return { status: 200, headers: { ...facts(object.content, object.modifiedMs), 'content-length': String(object.content.byteLength) } }
      return piece(object.content, object.modifiedMs, headers['range'])
    }
    case 'DeleteObject':
      objects.delete(name)
      return { status: 204 }
    case 'CopyObject':
    case 'UploadPartCopy': {
      const source = objects.get(sourceOf(headers['x-amz-copy-source'] ?? ''))
      if (source === undefined) return s3Error(404, 'NoSuchKey')
      const wanted = headers['x-amz-copy-source-if-match']
      if (wanted !== undefined && wanted !== tagOf(source.content)) return s3Error(412, 'PreconditionFailed')
      if (call.operation === 'CopyObject') {
        objects.set(name, { content: source.content, modifiedMs: nowMs() })
        return document('CopyObjectResult', element('ETag', xml(tagOf(source.content))))
      }
      const [, first = '0', last = '0'] = /^bytes=(\d+)-(\d+)$/.exec(headers['x-amz-copy-source-range'] ?? '') ?? []
      const part = source.content.subarray(Number(first), Number(last) + 1)
      uploads.get(query.get('uploadId') ?? '')?.parts.set(Number(query.get('partNumber')), part)
      return document('CopyPartResult', element('ETag', xml(tagOf(part))))
    }
    case 'UploadPart':
      uploads.get(query.get('uploadId') ?? '')?.parts.set(Number(query.get('partNumber')), body)
      return { status: 200, headers: { etag: tagOf(body) } }
    case 'CreateMultipartUpload': {
      const uploadId = `upload-${uploads.size + 1}-${nowMs()}`
      uploads.set(uploadId, { name, parts: new Map() })
      return document('InitiateMultipartUploadResult', element('UploadId', uploadId))
    }
    case 'CompleteMultipartUpload': {
      const upload = uploads.get(query.get('uploadId') ?? '')
      if (upload === undefined) return s3Error(404, 'NoSuchUpload')
      const whole = Buffer.concat([...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part))
      objects.set(name, { content: whole, modifiedMs: nowMs() })
      uploads.delete(query.get('uploadId') ?? '')
      return document('CompleteMultipartUploadResult', element('ETag', xml(tagOf(whole))))
    }
    case 'AbortMultipartUpload':
      uploads.delete(query.get('uploadId') ?? '')
      return { status: 204 }
    default:
      return s3Error(501, 'NotImplemented', call.operation)
  }
}

/** The content, or the range of it that is asked for. */
function piece(content: Uint8Array, modifiedMs: number, range: string | undefined): S3Answer {
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (first === '') return { status: 200, headers: facts(content, modifiedMs), body: content }
  const start = Number(first)
  if (start >= content.byteLength) return s3Error(416, 'InvalidRange')
  const end = Math.min(content.byteLength, last === '' ? content.byteLength : Number(last) + 1)
  return { status: 206, headers: { ...facts(content, modifiedMs), 'content-range': `bytes ${start}-${end - 1}/${content.byteLength}` }, body: content.subarray(start, end) }
}

/** `bucket/name`, encoded. */
const sourceOf = (header: string): string => decodeURIComponent(header.replace(/^\//, '').replace(/^[^/]*\//, ''))

function list(query: URLSearchParams, { bucket, objects }: S3Content): S3Answer {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
  const maxKeys = Math.min(1_000, Number(query.get('max-keys') ?? 1_000))
  const encode = (name: string): string => (query.get('encoding-type') === 'url' ? encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%20', '+') : xml(name))
  const contents: string[] = []
  const commonPrefixes = new Set<string>()
  let last = query.get('continuation-token') ?? query.get('start-after') ?? ''
  // A token that names a directory means: after all that is in it.
  const passed = query.has('continuation-token') && delimiter !== '' && last.endsWith(delimiter) ? last : undefined
  let isTruncated = false
  for (const name of objects.names(prefix, last)) {
    if (passed !== undefined && name.startsWith(passed)) continue
    const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length)
    const group = end < 0 ? undefined : name.slice(0, end + delimiter.length)
    if (group !== undefined && commonPrefixes.has(group)) continue
    if (contents.length + commonPrefixes.size >= maxKeys) {
      isTruncated = true
      break
    }
    last = group ?? name
    if (group !== undefined) commonPrefixes.add(group)
    else {
      const { content, modifiedMs } = objects.get(name)!
      contents.push(element('Contents', element('Key', encode(name)), element('LastModified', new Date(modifiedMs).toISOString()), element('Size', String(content.byteLength))))
    }
  }
  return document(
    'ListBucketResult',
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    element('MaxKeys', String(maxKeys)),
    element('KeyCount', String(contents.length + commonPrefixes.size)),
    query.has('encoding-type') ? element('EncodingType', 'url') : undefined,
    element('IsTruncated', String(isTruncated)),
    isTruncated ? element('NextContinuationToken', xml(last)) : undefined,
    ...contents,
    ...[...commonPrefixes].map((group) => element('CommonPrefixes', element('Prefix', encode(group)))),
  )
}

function remove(body: string, { objects }: S3Content): S3Answer {
  const names = [...body.matchAll(/<Key>(.*?)<\/Key>/gs)].map(([, name = '']) => unescapeXml(name))
  if (names.length > 1_000) return s3Error(400, 'MalformedXML')
  for (const name of names) objects.delete(name)
  return document('DeleteResult', ...names.map((name) => element('Deleted', element('Key', xml(name)))))
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescapeXml = (text: string): string =>
  text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return entities[entity] ?? whole
    return String.fromCodePoint(/^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1)))
  })
