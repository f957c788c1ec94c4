import { createHash } from 'node:crypto'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { getCACertificates } from 'node:tls'
import { S3Client } from '@aws-sdk/client-s3'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { S3Limits, S3StoreOptions } from './s3-store-options.ts'

/** The SDK's client, set for any store that speaks S3. It logs nothing. `answerTimeoutMs`: how long an answer, or the next piece of it, is waited for. */
export function createS3Client(options: S3StoreOptions, limits: S3Limits, answerTimeoutMs: number): S3Client {
  const { endpoint, credentials, certificateAuthorities } = options
  const connections = { keepAlive: true, maxSockets: limits.connectionsMax }
  const trusted = certificateAuthorities === undefined ? {} : { ca: [...getCACertificates('default'), certificateAuthorities] }
  const client = new S3Client({
    region: options.region ?? 'us-east-1',
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: options.pathStyle ?? endpoint !== undefined,
    ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
    maxAttempts: limits.attemptsMax,
    // Stores of others know the checksums that the SDK adds by default only in part; what we write carries an MD5, which all of them know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: limits.connectTimeoutMs,
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: answerTimeoutMs,
      httpAgent: new HttpAgent(connections),
      httpsAgent: new HttpsAgent({ ...connections, ...trusted }),
      // Many calls at once wait for a connection: that is what the bound is for.
      socketAcquisitionWarningTimeout: 2 ** 31 - 1,
    }),
  })
  // Removals must carry a checksum, and older stores know this one alone.
  client.middlewareStack.add(
    (next, context) => async (call) => {
      const request = call.request as { headers?: Record<string, string>; body?: unknown }
      if (context.commandName === 'DeleteObjectsCommand' && typeof request.body === 'string' && request.headers !== undefined) {
        request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64')
      }
      return await next(call)
    },
    { step: 'build', priority: 'low', name: 'contentMd5OfRemovals' },
  )
  return client
}
