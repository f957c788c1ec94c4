import { AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CopyObjectCommand, CreateMultipartUploadCommand, UploadPartCopyCommand } from '@aws-sdk/client-s3'
import type { S3Connection, S3Stat } from './s3-connection.ts'

/** The most parts that an upload may have. */
const partsMax = 10_000

/** Copies an object within the bucket, whatever its size; of an object that is replaced meanwhile nothing. Throws what the SDK throws. */
export async function copyObject(connection: S3Connection, fromKey: string, toKey: string, source: S3Stat): Promise<void> {
  const { client, patientClient, address, limits } = connection
  const from = {
    CopySource: [address.bucket, ...address.nameOf(fromKey).split('/')].map(encodeURIComponent).join('/'),
    ...(source.entityTag === undefined ? {} : { CopySourceIfMatch: source.entityTag }),
  }
  const target = { Bucket: address.bucket, Key: address.nameOf(toKey) }
  if (source.sizeBytes <= limits.copyWholeMaxBytes) {
    const { CopyObjectResult } = await patientClient.send(new CopyObjectCommand({ ...target, ...from }))
    if (CopyObjectResult?.ETag === undefined) throw new SyntaxError('The answer does not say that it was copied.')
    return
  }

  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
  if (UploadId === undefined) throw new SyntaxError('The answer names no upload.')
  try {
    const parts = await copyParts(Math.max(limits.copyPartBytes, Math.ceil(source.sizeBytes / partsMax)))
    await patientClient.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }))
  } catch (error) {
    // Parts that nobody puts together cost until the bucket's rules end them.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined)
    throw error
  }

  async function copyParts(partBytes: number): Promise<{ PartNumber: number; ETag: string }[]> {
    const left = Array.from({ length: Math.ceil(source.sizeBytes / partBytes) }, (_, index) => index)
    const parts: { PartNumber: number; ETag: string }[] = []
    let isBroken = false
    await Promise.all(
      Array.from({ length: limits.copyPartsAtOnce }, async () => {
        for (let index = left.shift(); index !== undefined && !isBroken; index = left.shift()) {
          const range = { CopySourceRange: `bytes=${index * partBytes}-${Math.min(source.sizeBytes, (index + 1) * partBytes) - 1}` }
          try {
            const { CopyPartResult } = await patientClient.send(new UploadPartCopyCommand({ ...target, ...from, ...range, UploadId, PartNumber: index + 1 }))
            if (CopyPartResult?.ETag === undefined) throw new SyntaxError('The answer does not say that a part was copied.')
            parts.push({ PartNumber: index + 1, ETag: CopyPartResult.ETag })
          } catch (error) {
            isBroken = true
            throw error
          }
        }
      }),
    )
    return parts.sort((a, b) => a.PartNumber - b.PartNumber)
  }
}
