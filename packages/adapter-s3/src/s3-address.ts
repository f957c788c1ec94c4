import { failed, keyProblem, objectKeyProblem } from '@headgate/domain'
import type { Failure } from '@headgate/domain'

/** Where the keys of a store are in its bucket, and what Flink calls them. */
export interface S3Address {
  bucket: string
  /** The name in the bucket. */
  nameOf(key: string): string
  /** The key of a name, or undefined for one outside of the store. */
  keyOfName(name: string): string | undefined
  uri(key: string): string
  keyOf(uri: string): string | undefined
  /** Why it is no key of this store. */
  refuse(key: string): Failure | undefined
  /** As `refuse`, for an object that may be a marker. */
  refuseObject(key: string): Failure | undefined
}

/** What S3 allows for a whole name. */
const nameBytesMax = 1_024

export function createS3Address(bucket: string, prefix: string): S3Address {
  const before = prefix === '' ? '' : `${prefix}/`
  const root = `${bucket}/${before}`
  const judge = (key: string, problem: string | undefined): Failure | undefined => {
    const found = problem ?? (Buffer.byteLength(before + key) > nameBytesMax ? `has more than ${nameBytesMax - Buffer.byteLength(before)} bytes` : undefined)
    return found === undefined ? undefined : failed('rejected', `'${key}' is not a key of the store: it ${found}.`)
  }
  return {
    bucket,
    nameOf: (key) => before + key,
    keyOfName: (name) => (name.startsWith(before) && name !== before ? name.slice(before.length) : undefined),
    uri: (key) => `s3://${root}${key}`,
    keyOf(uri) {
      // Whichever of Flink's plugins wrote it.
      const path = /^s3[ap]?:\/\/(.+)$/.exec(uri)?.[1]
      if (path === undefined || !path.startsWith(root)) return undefined
      const key = path.slice(root.length).replace(/\/$/, '')
      return keyProblem(key) === undefined ? key : undefined
    },
    refuse: (key) => judge(key, keyProblem(key)),
    refuseObject: (key) => judge(key, objectKeyProblem(key)),
  }
}
