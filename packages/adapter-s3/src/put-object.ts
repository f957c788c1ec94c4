import { createHash } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { S3Connection } from './s3-connection.ts'

/** Writes one object, whole or not at all. Throws what the SDK throws. */
export async function putObject({ client, address }: S3Connection, key: string, content: Uint8Array): Promise<void> {
  const own = content.slice()
  await client.send(new PutObjectCommand({ Bucket: address.bucket, Key: address.nameOf(key), Body: own, ContentLength: own.byteLength, ContentMD5: createHash('md5').update(own).digest('base64') }))
}
