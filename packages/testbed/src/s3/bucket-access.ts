import { Agent } from 'node:https'
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'

/** A bucket as its owner reaches it. */
export interface BucketOwner {
  endpoint: string
  region: string
  bucket: string
  keys: { accessKeyId: string; secretAccessKey: string }
  /** PEM of the authority to trust. */
  ca: string | undefined
}

/** One statement of a bucket's policy. */
export interface PolicyStatement {
  Effect: 'Allow' | 'Deny'
  Principal: { AWS: string[] }
  Action: string[]
  Resource: string[]
}

/** Makes the bucket. One that is there already is fine. */
export const makeBucket = async (owner: BucketOwner): Promise<void> =>
  await withClient(owner, async (client) => {
    await client.send(new CreateBucketCommand({ Bucket: owner.bucket })).catch((error: Error) => {
      if (error.name !== 'BucketAlreadyOwnedByYou') throw error
    })
  })

/** Says who may do what, instead of what was said before. */
export const putBucketPolicy = async (owner: BucketOwner, statements: readonly PolicyStatement[]): Promise<void> =>
  await withClient(owner, async (client) => {
    await client.send(new PutBucketPolicyCommand({ Bucket: owner.bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }))
  })

async function withClient(owner: BucketOwner, work: (client: S3Client) => Promise<void>): Promise<void> {
  const client = new S3Client({
    endpoint: owner.endpoint,
    region: owner.region,
    forcePathStyle: true,
    credentials: owner.keys,
    ...(owner.ca === undefined ? {} : { requestHandler: { httpsAgent: new Agent({ ca: owner.ca }) } }),
  })
  try {
    await work(client)
  } finally {
    client.destroy()
  }
}
