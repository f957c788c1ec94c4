type Json = unknown

/**
 * Turns schemas into references: every schema with a `title` becomes a component of that name. Two different schemas of one
 * title are a bug, and thrown.
 */
export function createSchemaComponents() {
  const components: Record<string, Json> = {}
  const texts = new Map<string, string>()

  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    const schema = value as Record<string, Json>
    const title = schema['title']
    if (typeof title !== 'string' || typeof schema['type'] !== 'string') return walkEntries(schema)
    const { title: _title, ...rest } = schema
    const text = JSON.stringify(rest)
    const known = texts.get(title)
    if (known !== undefined && known !== text) throw new Error(`Two different schemas are called ${title}.`)
    if (known === undefined) {
      texts.set(title, text)
      components[title] = walkEntries(rest)
    }
    return { $ref: `#/components/schemas/${title}` }
  }

  const walkEntries = (schema: Record<string, Json>): Json => Object.fromEntries(Object.entries(schema).map(([key, each]) => [key, walk(each)]))

  return {
    /** The schema with every titled part replaced by a reference. */
    refer: (schema: unknown): Json => walk(JSON.parse(JSON.stringify(schema))),
    /** All components met so far, by name. */
    components: (): Record<string, Json> => Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
