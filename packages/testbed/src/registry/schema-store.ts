/** One version of a subject. */
export interface RegisteredSchema {
  subject: string
  version: number
  id: number
  /** As it was sent. */
  schema: string
  schemaType: string
}

/** The schemas of one stand-in, in memory. An id belongs to a schema, whichever subjects it is under; versions count per subject from 1. */
export class SchemaStore {
  readonly #versions = new Map<string, RegisteredSchema[]>()
  readonly #ids = new Map<string, number>()

  /** Registers, or finds what is registered already. Returns undefined if the text is not JSON. */
  register(subject: string, schema: string, schemaType = 'AVRO'): RegisteredSchema | undefined {
    const canonical = canonicalOf(schema)
    if (canonical === undefined) return undefined
    const existing = this.lookUp(subject, schema)
    if (existing !== undefined) return existing
    const id = this.#ids.get(canonical) ?? this.#ids.size + 1
    this.#ids.set(canonical, id)
    const versions = this.#versions.get(subject) ?? []
    const registered = { subject, version: versions.length + 1, id, schema, schemaType }
    this.#versions.set(subject, [...versions, registered])
    return registered
  }

  lookUp(subject: string, schema: string): RegisteredSchema | undefined {
    const canonical = canonicalOf(schema)
    return this.versions(subject).find((registered) => canonicalOf(registered.schema) === canonical)
  }

  subjects(): string[] {
    return [...this.#versions.keys()].toSorted()
  }

  /** Oldest first; empty for an unknown subject. */
  versions(subject: string): RegisteredSchema[] {
    return this.#versions.get(subject) ?? []
  }

  /** Every subject's version with this id. */
  byId(id: number): RegisteredSchema[] {
    return [...this.#versions.values()].flat().filter((registered) => registered.id === id)
  }
}

/** Texts that differ only in white space are the same schema. */
function canonicalOf(schema: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(schema))
  } catch {
    return undefined
  }
}
