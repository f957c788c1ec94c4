import type { RegisteredSchema, SchemaStore } from './schema-store.ts'

/** An answer of the registry: a status and a JSON body. */
export interface RegistryAnswer {
  status: number
  body: unknown
}

/** The protocol without HTTP: paths and error codes as in Confluent's API reference. Compatibility is not checked: every level answers BACKWARD. */
export function answerRegistry(store: SchemaStore, method: string, path: string, body: unknown): RegistryAnswer {
  const parts = path.split('/').filter((part) => part !== '').map(decodeURIComponent)
  const [noun, name = '', versions, version = ''] = parts
  const at = `${method} ${noun ?? ''} ${parts.length}`
  if (at === 'GET  0') return { status: 200, body: {} }
  if (at === 'GET subjects 1') return { status: 200, body: store.subjects() }
  if (at === 'POST subjects 2') return lookUp(store, name, body)
  if (noun === 'subjects' && versions === 'versions') {
    if (method === 'POST' && parts.length === 3) return register(store, name, body)
    if (method === 'GET' && parts.length === 3) return listVersions(store, name)
    if (method === 'GET' && parts.length === 4) return readVersion(store, name, version)
  }
  if (at === 'GET schemas 2' && name === 'types') return { status: 200, body: ['AVRO', 'JSON'] }
  if (method === 'GET' && noun === 'schemas' && name === 'ids' && parts.length >= 3) return byId(store, parts)
  if (at === 'GET config 1' || at === 'GET config 2') return { status: 200, body: { compatibilityLevel: 'BACKWARD' } }
  return notFound(404, 'HTTP 404 Not Found')
}

function byId(store: SchemaStore, parts: string[]): RegistryAnswer {
  const found = store.byId(Number(parts[2]))
  if (found.length === 0) return notFound(40403, `Schema ${parts[2]} not found`)
  if (parts[3] === 'versions') return { status: 200, body: found.map(({ subject, version }) => ({ subject, version })) }
  return parts.length === 3 ? { status: 200, body: { schema: found[0]!.schema, ...typeOf(found[0]!) } } : notFound(404, 'HTTP 404 Not Found')
}

function register(store: SchemaStore, subject: string, body: unknown): RegistryAnswer {
  const sent = readSchema(body)
  const registered = sent === undefined ? undefined : store.register(subject, sent.schema, sent.schemaType)
  return registered === undefined ? { status: 422, body: { error_code: 42201, message: 'Invalid schema' } } : { status: 200, body: { id: registered.id } }
}

function listVersions(store: SchemaStore, subject: string): RegistryAnswer {
  const versions = store.versions(subject)
  return versions.length === 0 ? subjectNotFound(subject) : { status: 200, body: versions.map((entry) => entry.version) }
}

function lookUp(store: SchemaStore, subject: string, body: unknown): RegistryAnswer {
  if (store.versions(subject).length === 0) return subjectNotFound(subject)
  const found = store.lookUp(subject, readSchema(body)?.schema ?? '')
  return found === undefined ? notFound(40403, 'Schema not found') : { status: 200, body: whole(found) }
}

function readVersion(store: SchemaStore, subject: string, wanted: string): RegistryAnswer {
  const versions = store.versions(subject)
  if (versions.length === 0) return subjectNotFound(subject)
  const found = wanted === 'latest' || wanted === '-1' ? versions.at(-1) : versions.find((entry) => entry.version === Number(wanted))
  return found === undefined ? notFound(40402, `Version ${wanted} not found.`) : { status: 200, body: whole(found) }
}

function readSchema(body: unknown): { schema: string; schemaType?: string } | undefined {
  if (typeof body !== 'object' || body === null || !('schema' in body) || typeof body.schema !== 'string') return undefined
  return { schema: body.schema, schemaType: 'schemaType' in body && typeof body.schemaType === 'string' ? body.schemaType : undefined }
}

function whole(entry: RegisteredSchema): Record<string, unknown> {
  return { subject: entry.subject, version: entry.version, id: entry.id, schema: entry.schema, ...typeOf(entry) }
}

/** Avro is the unsaid default. */
function typeOf(entry: RegisteredSchema): Record<string, string> {
  return entry.schemaType === 'AVRO' ? {} : { schemaType: entry.schemaType }
}

function subjectNotFound(subject: string): RegistryAnswer {
  return notFound(40401, `Subject '${subject}' not found.`)
}

function notFound(code: number, message: string): RegistryAnswer {
  return { status: 404, body: { error_code: code, message } }
}
