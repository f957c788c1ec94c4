import type { IncomingMessage } from 'node:http'
import type { Ids } from '@headgate/ports'

/** Keeps the client's X-Request-Id if it is harmless in a log and a header, else makes one. */
export const createRequestId =
  (ids: Ids) =>
  (request: Pick<IncomingMessage, 'headers'>): string => {
    const given = request.headers['x-request-id']
    return typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : ids.uuid()
  }
