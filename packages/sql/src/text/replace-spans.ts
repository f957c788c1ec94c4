/** A part of a text, offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  start: number
  end: number
}

/**
 * The text with each span replaced by its `text`. All spans are offsets of the text as given. Overlapping or reversed spans,
 * and spans outside of the text, are a bug of the caller and throw.
 */
export function replaceSpans(sql: string, spans: readonly (Span & { text: string })[]): string {
  let result = ''
  let position = 0
  for (const span of spans.toSorted((left, right) => left.start - right.start || left.end - right.end)) {
    if (span.start < position || span.end < span.start || span.end > sql.length) throw new Error('spans overlap or lie outside of the text')
    result += sql.slice(position, span.start) + span.text
    position = span.end
  }
  return result + sql.slice(position)
}

/** The text without the span. */
export const cutSpan = (sql: string, span: Span): string => replaceSpans(sql, [{ start: span.start, end: span.end, text: '' }])
