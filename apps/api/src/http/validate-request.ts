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

function compile(schema: TSchema | undefined): (value: unknown, where: 'pointer' | 'parameter') => Fault[] {
  if (schema === undefined) return (value, where) => unstorable(value, where)
  const validator = Compile(schema)
  return (value, where) => {
    const strange = unstorable(value, where)
    if (strange.length > 0) return strange
    return validator.Check(value) ? [] : renderFaults(validator.Errors(value) as unknown as ValidationError[], where)
  }
}

interface ValidationError {
  keyword: string
  instancePath: string
  params: { requiredProperties?: string[]; allowedValues?: unknown[] }
  message: string
}

/** One fault per place: of a union, the alternatives are not listed one by one. */
function renderFaults(errors: ValidationError[], where: 'pointer' | 'parameter'): Fault[] {
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

/** Texts with a NUL or with half of a surrogate pair cannot be stored as text. */
function unstorable(value: unknown, where: 'pointer' | 'parameter'): Fault[] {
  const pending: { value: unknown; place: string }[] = [{ value, place: '' }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { place } = next
    if (typeof next.value === 'string' && isUnstorable(next.value)) return [fault(place, where)]
    if (typeof next.value !== 'object' || next.value === null) continue
    for (const [key, each] of Object.entries(next.value)) {
      if (isUnstorable(key)) return [fault(place, where)]
      pending.push({ value: each, place: `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` })
    }
  }
  return []
}

const isUnstorable = (text: string): boolean => text.includes('\0') || !text.isWellFormed()

const fault = (place: string, where: 'pointer' | 'parameter'): Fault => ({
  detail: `${where === 'pointer' ? place || 'The body' : place.slice(1)} holds a NUL character or half of a surrogate pair, which text cannot have.`,
  ...(where === 'pointer' ? { pointer: place } : { parameter: place.slice(1) }),
})
