/** Keys to a store. */
export interface S3Credentials {
  accessKeyId: string
  secretAccessKey: string
  /** Of temporary credentials. */
  sessionToken?: string
}

/** Where a store is and how it is reached. */
export interface S3StoreOptions {
  bucket: string
  /** Everything lies below it: a key, or nothing for the whole bucket. */
  prefix?: string
  /** Default: Amazon's for the region. */
  endpoint?: string
  /** Default: `us-east-1`, which stores of others take too. */
  region?: string
  /** The bucket in the path and not in the host name. Default: with an `endpoint` yes, which every compatible store takes. */
  pathStyle?: boolean
  /** PEM of certificate authorities that are trusted besides the usual ones. */
  certificateAuthorities?: string
  /** Default: what the AWS SDK finds by itself (environment, shared files, web identity, container, instance). */
  credentials?: S3Credentials
  limits?: Partial<S3Limits>
}

/** Bounds of one store's requests. */
export interface S3Limits {
  /** Tries of one request, with growing and random pauses; only what may pass by itself is tried again. */
  attemptsMax: number
  connectTimeoutMs: number
  /** Until the answer to one try begins, and between two pieces of it. */
  answerTimeoutMs: number
  /** As above for a copy, which some stores do before they answer. */
  copyTimeoutMs: number
  connectionsMax: number
  /** Larger objects are copied in parts. S3 copies at most 5 GiB in one request. */
  copyWholeMaxBytes: number
  /** S3 wants at least 5 MiB, but for the last part. It grows where 10,000 parts would not do. */
  copyPartBytes: number
  copyPartsAtOnce: number
}

const mebibyte = 1_048_576

export const defaultS3Limits: S3Limits = {
  attemptsMax: 5,
  connectTimeoutMs: 5_000,
  answerTimeoutMs: 30_000,
  copyTimeoutMs: 120_000,
  connectionsMax: 64,
  // Far below the limit of S3: a store that answers only when it has copied must answer in time.
  copyWholeMaxBytes: 256 * mebibyte,
  copyPartBytes: 128 * mebibyte,
  copyPartsAtOnce: 4,
}
