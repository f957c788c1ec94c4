import createClient from 'openapi-fetch'
import type { Client } from 'openapi-fetch'
import type { paths } from './generated/api.ts'

export interface HeadgateClientOptions {
  /** Base URL, for example `http://localhost:8080`. */
  endpoint: string
  apiKey: string
  apiSecret: string
  /** Replaces the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>
}

/** Typed by the contract: `client.GET('/org/v2/environments')` resolves to `{ data }` or `{ error }` with the `response`; it throws when nothing answers. */
export type HeadgateClient = Client<paths>

/** A client of the HTTP API that authenticates with an API key. */
export function createHeadgateClient(options: HeadgateClientOptions): HeadgateClient {
  const credentials = Buffer.from(`${options.apiKey}:${options.apiSecret}`, 'utf8').toString('base64')
  return createClient<paths>({
    baseUrl: options.endpoint.replace(/\/+$/, ''),
    headers: { authorization: `Basic ${credentials}` },
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  })
}
