import type { FastifyRequest } from 'fastify'
import type { ApiConfig } from '../deps.ts'

/** Absolute URLs of this server, as the client sees it: some clients follow them as they are. */
export interface Links {
  /** Without a slash at its end. */
  base: string
  /** The URL of a path. */
  to(path: string): string
  /** The URL of another page of the same list. The token comes last: a client cuts it out of the text that way. */
  page(path: string, query: object, pageToken: string): string
}

const plausibleHost = /^[A-Za-z0-9._-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/

/** Links of a request: from `publicUrl`, else from its Host header. */
export function createLinks(config: Pick<ApiConfig, 'publicUrl'>, request: Pick<FastifyRequest, 'protocol' | 'host'>): Links {
  const host = plausibleHost.test(request.host) ? request.host : 'localhost'
  const base = (config.publicUrl ?? `${request.protocol}://${host}`).replace(/\/+$/, '')
  return {
    base,
    to: (path) => `${base}${path}`,
    page(path, query, pageToken) {
      const pairs = Object.entries(query)
        .filter(([name, value]) => name !== 'page_token' && value !== undefined)
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
      return `${base}${path}?${[...pairs, `page_token=${encodeURIComponent(pageToken)}`].join('&')}`
    },
  }
}
