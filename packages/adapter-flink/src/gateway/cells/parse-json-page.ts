/** Parses a page in which numbers stay as their source text: BIGINT and DECIMAL hold more digits than a JavaScript number. */
export function parseWithNumbersAsText(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => (typeof value === 'number' ? (context?.source ?? String(value)) : value))
}
