import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerRegistry, type RegistryAnswer } from './answer-registry.ts'
import { SchemaStore } from './schema-store.ts'

/** One request that came in. */
export interface RegistryRequest {
  method: string
  /** With its query. */
  path: string
  /** Parsed; undefined if there was none or it is not JSON. */
  body: unknown
  /** The user of its Basic credentials, whether right or not. */
  user: string | undefined
  status: number
}

/** A running stand-in for a schema registry. */
export interface TestSchemaRegistry {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** Everything that was asked, in order. */
  requests: readonly RegistryRequest[]
  /** What is registered, to read or to fill beforehand. */
  schemas: SchemaStore
  stop(): Promise<void>
}

/**
 * Starts a stand-in for the Confluent Schema Registry: the calls that Flink's `avro-confluent` format and Kafka's Avro serializers make, in memory, on a
 * free port of the loopback.
 * @param options.credentials if given, every request without exactly these Basic credentials gets 401.
 */
export async function startSchemaRegistry(options: { credentials?: { user: string; password: string } } = {}): Promise<TestSchemaRegistry> {
  const schemas = new SchemaStore()
  const requests: RegistryRequest[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const method = request.method ?? 'GET'
      const path = request.url ?? '/'
      const sent = readCredentials(request.headers.authorization)
      const body = parse(text)
      const answer = isAllowed(sent, options.credentials) ? answerRegistry(schemas, method, path.split('?', 1)[0]!, body) : UNAUTHORIZED
      requests.push({ method, path, body, user: sent?.user, status: answer.status })
      response.writeHead(answer.status, { 'content-type': 'application/vnd.schemaregistry.v1+json' })
      response.end(JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    schemas,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const UNAUTHORIZED: RegistryAnswer = { status: 401, body: { error_code: 401, message: 'Unauthorized' } }

interface Credentials {
  user: string
  password: string
}

function isAllowed(sent: Credentials | undefined, wanted: Credentials | undefined): boolean {
  return wanted === undefined || (sent?.user === wanted.user && sent.password === wanted.password)
}

function readCredentials(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':')
  return { user, password: password.join(':') }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
