import type { Failure } from '@headgate/domain'
import { failed } from '@headgate/domain'

/** What Postgres said, wherever in the error it hides. */
export interface DatabaseError {
  /** SQLSTATE, or the code of a socket error. */
  code: string
  message: string
}

/** Finds the SQLSTATE (or socket error code) in what pg, the Prisma client or the schema engine threw. */
export function readDatabaseError(error: unknown): DatabaseError | undefined {
  let current: unknown = error
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth++) {
    const { originalCode, originalMessage, kind, code, message, cause, meta, driverAdapterError } = current as Record<string, unknown>
    const text = typeof originalMessage === 'string' ? originalMessage : typeof message === 'string' ? message : ''
    if (typeof originalCode === 'string') return { code: originalCode, message: text }
    if (typeof kind === 'string' && kindCodes[kind] !== undefined) return { code: kindCodes[kind], message: text }
    if (typeof code === 'string' && untrusted.test(code)) return { code, message: text }
    if (text === noTls) return { code: 'ENOTLS', message: text }
    if (typeof code === 'string' && /^([0-9A-Z]{5}|E[A-Z]+)$/.test(code) && !/^P\d{4}$/.test(code)) return { code, message: text }
    const next = driverAdapterError ?? (meta as Record<string, unknown> | undefined)?.driverAdapterError ?? cause
    if (next === undefined && typeof code === 'string' && prismaCodes[code] !== undefined) return { code: prismaCodes[code], message: text }
    if (next === undefined && /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(text)) {
      return { code: 'ECONNRESET', message: text }
    }
    if (next === undefined && text === 'Query read timeout') return { code: 'ETIMEDOUT', message: text }
    current = next
  }
  return undefined
}

/** As Node calls what is wrong with a certificate. */
const untrusted = /^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS_)/
/** As pg says it. */
const noTls = 'The server does not support SSL connections'

// Kinds of the driver adapter that come without an SQLSTATE.
const kindCodes: Record<string, string> = {
  ConnectionClosed: 'ECONNRESET',
  DatabaseNotReachable: 'ECONNREFUSED',
  SocketTimeout: 'ETIMEDOUT',
  TransactionWriteConflict: '40001',
  TransactionAlreadyClosed: 'ECONNRESET',
}

// Codes of the client: no database, no free connection in time, write conflict.
const prismaCodes: Record<string, string> = {
  P1001: 'ECONNREFUSED', P1002: 'ETIMEDOUT', P1008: 'ETIMEDOUT', P1017: 'ECONNRESET', P2024: 'ETIMEDOUT', P2028: 'ETIMEDOUT', P2034: '40001', P2002: '23505',
}

/** Whether the connection was lost (so that a COMMIT under way may or may not have happened). */
export const isConnectionLoss = (error: DatabaseError): boolean => /^(08|57P0|58|E[A-Z]+)/.test(error.code)

/**
 * What an error of the database means to a caller: lost connections, exhausted servers and read-only standbys are `unavailable`;
 * taken keys and lost races are `conflict`; a row outside of the tenant, or of a parent that is not there, is `not-found`.
 * Everything else is a bug and is thrown on.
 */
export function toFailure(error: unknown): Failure {
  const found = readDatabaseError(error)
  if (found === undefined) throw error
  const { code, message } = found
  if (code === '08P01' && message.includes('startup parameter')) return failed('rejected', 'What answers for the database refuses settings of connections, as a PgBouncer does. Say that it is one: ?pgbouncer=true at the end of the URL.', `${code} ${message}`)
  if (code === 'ENOTLS') return failed('unavailable', 'The database does not speak TLS, which its URL asks for (sslmode).', message)
  if (untrusted.test(code)) return failed('unavailable', `The certificate of the database is not trusted (${code}). Its authority can be named: sslrootcert=FILE in the URL, or NODE_EXTRA_CA_CERTS.`, message)
  if (isConnectionLoss(found) || /^(53|25006|28|3D|57014|55P03)/.test(code)) {
    return failed('unavailable', 'The database did not answer. Try again; if it lasts, look at the database.', `${code} ${message}`)
  }
  if (code === '23505') return failed('conflict', 'It exists already.', `${code} ${message}`)
  if (code === '40001' || code === '40P01') return failed('conflict', 'It was changed at the same time. Try again.', `${code} ${message}`)
  // Since Postgres 18 a RESTRICT that refuses has a code of its own.
  if (code === '23001' || (code === '23503' && /^update or delete/.test(message))) return failed('conflict', 'It is still in use.', `${code} ${message}`)
  if (code === '23503') return failed('not-found', 'What it belongs to does not exist.', `${code} ${message}`)
  if (code === '42501' && /row-level security/.test(message)) return failed('not-found', 'It lies outside of the organization or environment.', `${code} ${message}`)
  throw error
}
