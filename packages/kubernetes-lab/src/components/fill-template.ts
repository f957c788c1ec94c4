/** Puts values into a text at `@NAME@`. Throws when the text has a name without a value. */
export function fillTemplate(text: string, values: Record<string, string>): string {
  return text.replace(/@([A-Z_]+)@/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`The template has @${name}@, and there is no value for it.`)
    return value
  })
}
