/** What was copied before: nobody can change it, so it need not be copied again. */
const kept = new WeakSet<object>()

/**
 * What a JSON column would give back: nobody shares memory with the database, and what JSON cannot hold shows in tests. Undefined
 * fields are gone. The copy cannot be changed, which is as good as being one's own, and is what makes copying it again free.
 */
export function copy<T>(value: T): T {
  return copied(value) as T
}

function copied(value: unknown): unknown {
  switch (typeof value) {
    case 'object':
      return value === null || kept.has(value) ? value : copiedObject(value)
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'string':
    case 'boolean':
    case 'undefined':
      return value
    default:
      throw new TypeError(`JSON cannot hold a ${typeof value}.`)
  }
}

function copiedObject(value: object): object {
  if (value instanceof Date) throw new TypeError('JSON cannot hold a Date.')
  const made: unknown[] | Record<string, unknown> = Array.isArray(value) ? value.map((each: unknown) => copied(each) ?? null) : copiedFields(value)
  kept.add(Object.freeze(made))
  return made
}

function copiedFields(value: object): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(value)) {
    const own = copied(field)
    if (own === undefined) continue
    if (key === '__proto__') Object.defineProperty(made, key, { value: own, enumerable: true })
    else made[key] = own
  }
  return made
}
