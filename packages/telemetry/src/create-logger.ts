import { destination as openDestination, pino } from 'pino'
import type { DestinationStream, Logger as PinoLogger } from 'pino'

/** A structured logger: `log.info({ field }, 'message')`. */
export type Logger = PinoLogger

export interface LoggerOptions {
  /** Which part of the control plane speaks, for example `api`. */
  component: string
  /** `trace` to `fatal`, or `silent`; default `info`. */
  level?: string
  /** Where lines go: a file path, or a stream with `write`. Default: standard output. */
  destination?: string | DestinationStream
  /** Milliseconds since the epoch; default: the system's clock. */
  nowMs?: () => number
}

/**
 * Field names whose values are never written, at the top and two levels down. They are the last net: the code that logs hands in
 * no secrets in the first place.
 */
const redactedNames = [
  'authorization', 'Authorization', 'cookie', 'password', 'secret', 'apiSecret', 'api_secret', 'secretHash', 'authData', 'auth_data',
  'sql', 'statement_text', 'properties', 'body', 'token', 'secretKey', 'databaseUrl', 'connectionString',
]

/** One JSON object per line: level, time (ISO 8601), component, message and fields. Errors show type, message and stack, never their other fields. */
export function createLogger(options: LoggerOptions): Logger {
  const nowMs = options.nowMs
  const settings = {
    level: options.level ?? 'info',
    base: { component: options.component },
    timestamp: () => `,"time":"${(nowMs === undefined ? new Date() : new Date(nowMs())).toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redactedNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '<redacted>' },
    serializers: { err: renderError, error: renderError },
  }
  const { destination } = options
  if (destination === undefined) return pino(settings)
  return pino(settings, typeof destination === 'string' ? openDestination({ dest: destination, mkdir: true, sync: false }) : destination)
}

/** Errors of drivers carry queries and parameters in fields of their own: those are left out. */
function renderError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error)
  return { type: error.name, message: error.message, stack: error.stack, code: 'code' in error ? String(error.code) : undefined }
}
