import { failed } from '@headgate/domain'
import type { Failure } from '@headgate/domain'

/** What an error of the SDK tells. */
interface Told {
  name: string
  code: string
  status: number | undefined
  message: string
}

/** What is said about errors, and what must never be said. */
export interface S3FailureContext {
  /** Where the store is, for people. */
  place: string
  secrets: readonly string[]
}

const told = (error: unknown): Told => {
  const { name = 'Error', code, Code, message = String(error), $metadata } = error as Record<string, unknown> & { $metadata?: { httpStatusCode?: number } }
  return { name: String(Code ?? name), code: String(code ?? ''), status: $metadata?.httpStatusCode, message: String(message) }
}

/** The object surely is not there: the store itself says so. A bucket that is missing, or a proxy that knows no such page, proves nothing. */
export const isNoSuchKey = (error: unknown): boolean => told(error).name === 'NoSuchKey'

/** An answer without a reason: to HEAD there is no other. */
export const isBareNotFound = (error: unknown): boolean => told(error).status === 404 && ['NotFound', 'UnknownError', '404'].includes(told(error).name)

/** The condition of a request was not met. */
export const isPreconditionFailed = (error: unknown): boolean => told(error).status === 412

const reasons: [isMeant: (error: Told) => boolean, why: string][] = [
  [({ name }) => name === 'NoSuchBucket', 'There is no such bucket: make it, or check its name.'],
  [({ name, message }) => name === 'CredentialsProviderError' || /could not load credentials|credential is missing/i.test(message), 'No credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'],
  [({ name }) => name === 'InvalidAccessKeyId', 'The store does not know the access key.'],
  [({ name }) => name === 'SignatureDoesNotMatch', 'The secret key does not fit the access key, or the region is another one.'],
  [({ name }) => name === 'ExpiredToken' || name === 'ExpiredTokenException' || name === 'InvalidToken', 'The session token is not valid any more.'],
  [({ name }) => name === 'RequestTimeTooSkewed', "This machine's clock differs too much from the store's."],
  [({ name, status }) => status === 301 || name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed', 'The bucket is in another region: set HEADGATE_S3_REGION.'],
  [({ name, status }) => ['SlowDown', 'TooManyRequests', 'ThrottlingException', 'RequestLimitExceeded'].includes(name) || status === 429 || status === 503, 'The store asks for fewer requests; tried again in vain.'],
  [({ status }) => status === 401 || status === 403, 'The access was refused: check what the credentials may do.'],
  [({ code, message }) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code) || /certificate/i.test(message), 'Its certificate is not trusted: set HEADGATE_S3_CA_FILE to the PEM file of its authority.'],
  [({ code }) => code === 'ENOTFOUND' || code === 'EAI_AGAIN', 'Its host name is not known: check HEADGATE_S3_ENDPOINT.'],
  [({ code }) => code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH', 'Nobody listens there: check HEADGATE_S3_ENDPOINT, and that the store runs.'],
  [({ name, code }) => /timeout/i.test(name) || code === 'ETIMEDOUT', 'It did not answer in time.'],
  [({ code, message }) => code === 'ECONNRESET' || code === 'EPIPE' || /aborted|socket hang up/.test(message), 'The connection was cut.'],
  [({ status }) => status !== undefined && status >= 500, 'It failed; tried again in vain.'],
  [({ name, message }) => name === 'SyntaxError' || /deserialization|unclosed tag|xml/i.test(message), 'Its answer is not one of S3: check HEADGATE_S3_ENDPOINT.'],
]

/** An error of the store that says nothing about what is there. */
export function s3Failure(action: string, key: string, error: unknown, context: S3FailureContext): Failure {
  const found = told(error)
  const why = reasons.find(([isMeant]) => isMeant(found))?.[1]
  const label = [found.status, found.name === 'Error' ? found.code : found.name].filter((part) => part !== undefined && part !== '').join(' ')
  const message = `Could not ${action}${key === '' ? '' : ` '${key}'`} in the store ${context.place}${label === '' ? '' : ` (${label})`}.${why === undefined ? '' : ` ${why}`}`
  const detail = `${found.name}: ${found.message}`.slice(0, 2_000)
  return failed('unavailable', withoutSecrets(message, context), withoutSecrets(detail, context))
}

const withoutSecrets = (text: string, { secrets }: S3FailureContext): string => secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '…'), text)
