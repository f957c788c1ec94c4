import type { AnyOperation } from '@headgate/contract'
import { Compile } from 'typebox/compile'
import type { TObject, TSchema } from 'typebox'
import type { Fault } from './problem.ts'

/** The parts of a request as they came. */
export interface RawRequest {
  params: unknown
  query: unknown
  body: unknown
}

export interface ValidRequest {
  params: unknown
  query: unknown
  body: unknown
}

/** At most this many faults are told at once. */
const faultsMax = 10

/** Makes the validator of one operation: compiled once, at boot. Returns the request with query values converted, or its faults. */
export function createRequestValidator(operation: AnyOperation): (raw: RawRequest) => { valid: ValidRequest } | { faults: Fault[] } {
  const params = compile(operation.params)
  const query = compile(operation.query)
  const body = compile(operation.body)
  return (raw) => {
    const converted = operation.query === undefined ? {} : convertQuery(operation.query as TObject, raw.query)
    const faults = [
      ...params(raw.params, 'parameter'),
      ...query(converted, 'parameter'),
      ...(operation.body === undefined ? [] : raw.body === undefined ? [{ detail: 'A body is needed.', pointer: '' }] : body(raw.body, 'pointer')),
    ]
    if (faults.length > 0) return { faults: faults.slice(0, faultsMax) }
    return { valid: { params: raw.params, query: converted, body: raw.body } }
  }
}

function compile(schema: TSchema | undefined): (value: unknown, where: Where) => Fault[] {
  if (schema === undefined) return () => []
  const validator = Compile(schema)
  return (value, where) => {
    const place = findUnstorable(schema as PlainSchema, value, '')
    if (place !== undefined) return [unstorable(place, where)]
    return validator.Check(value) ? [] : renderFaults(validator.Errors(value) as unknown as ValidationError[], where)
  }
}

type Where = 'pointer' | 'parameter'

interface ValidationError {
  keyword: string
  instancePath: string
  params: { requiredProperties?: string[]; allowedValues?: unknown[] }
  message: string
}

/** One fault per place: of a union, the alternatives are not listed one by one. */
function renderFaults(errors: ValidationError[], where: Where): Fault[] {
  const faults = new Map<string, Fault>()
  const note = (place: string, message: string) => {
    const fault = { detail: `${place === '' ? 'The body' : place} ${message}.`, ...(where === 'pointer' ? { pointer: place } : { parameter: place.slice(1) }) }
    faults.set(place, where === 'pointer' ? fault : { ...fault, detail: `${place.slice(1)} ${message}.` })
  }
  for (const error of errors) {
    const missing = error.params.requiredProperties
    if (error.keyword === 'required' && missing !== undefined) for (const name of missing) note(`${error.instancePath}/${name}`, 'is missing')
    else if (error.keyword === 'enum' && error.params.allowedValues !== undefined) note(error.instancePath, `must be one of ${error.params.allowedValues.join(', ')}`)
    else note(error.instancePath, error.message)
  }
  return [...faults.values()]
}

/** Query values come as texts: what the schema calls an integer or a boolean is made one if it reads as one. */
function convertQuery(schema: TObject, query: unknown): Record<string, unknown> {
  const given = (query ?? {}) as Record<string, unknown>
  const converted: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties as Record<string, { type?: string }>)) {
    const value = given[name]
    if (value === undefined) continue
    if (property.type === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) converted[name] = Number(value)
    else if (property.type === 'boolean' && (value === 'true' || value === 'false')) converted[name] = value === 'true'
    else converted[name] = value
  }
  return converted
}

/** What is used here of a schema. */
interface PlainSchema {
  properties?: Record<string, PlainSchema>
  additionalProperties?: PlainSchema | boolean
  items?: PlainSchema
}

/**
 * Where a text stands that cannot be stored: one with a NUL, or with half of a surrogate pair. Only what the schema knows is looked at;
 * the rest is stored nowhere.
 */
function findUnstorable(schema: PlainSchema, value: unknown, place: string): string | undefined {
  if (typeof value === 'string') return isUnstorable(value) ? place : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined ? undefined : first(value.entries(), (index, each) => findUnstorable(items, each, `${place}/${index}`))
  }
  const { properties = {}, additionalProperties } = schema
  return first(Object.entries(value), (key, each) => {
    const inner = Object.hasOwn(properties, key) ? properties[key] : typeof additionalProperties === 'object' ? additionalProperties : undefined
    if (inner === undefined) return undefined
    return isUnstorable(key) ? place : findUnstorable(inner, each, `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  })
}

function first<K>(entries: Iterable<[K, unknown]>, find: (key: K, value: unknown) => string | undefined): string | undefined {
  for (const [key, value] of entries) {
    const found = find(key, value)
    if (found !== undefined) return found
  }
  return undefined
}

const isUnstorable = (text: string): boolean => text.includes('\0') || !text.isWellFormed()

const unstorable = (place: string, where: Where): Fault => ({
  detail: `${where === 'pointer' ? place || 'The body' : place.slice(1)} holds a NUL character or half of a surrogate pair, which text cannot have.`,
  ...(where === 'pointer' ? { pointer: place } : { parameter: place.slice(1) }),
})
