/**
 * SQL LIKE: `%` is any text, `_` one character, and what follows `escape` is itself. Without `escape` nothing is escaped, as in
 * Flink. Takes time in proportion to both lengths multiplied at worst, never more.
 */
export function matchesLike(text: string, pattern: string, escape?: string, caseInsensitive = false): boolean {
  const characters = [...(caseInsensitive ? text.toLowerCase() : text)]
  const parts = likeParts(caseInsensitive ? pattern.toLowerCase() : pattern, caseInsensitive ? escape?.toLowerCase() : escape)
  let at = 0
  let part = 0
  // Where the last % stands, and how much of the text it has taken so far: the only place to come back to.
  let lastAny = -1
  let taken = 0
  while (at < characters.length) {
    const wanted = parts[part]
    if (wanted === 'any') {
      lastAny = part++
      taken = at
    } else if (wanted !== undefined && (wanted === 'one' || wanted.literal === characters[at])) {
      part++
      at++
    } else if (lastAny >= 0) {
      part = lastAny + 1
      at = ++taken
    } else return false
  }
  return parts.slice(part).every((rest) => rest === 'any')
}

type LikePart = 'any' | 'one' | { literal: string }

function likeParts(pattern: string, escape: string | undefined): LikePart[] {
  const parts: LikePart[] = []
  let escaped = false
  for (const character of pattern) {
    if (!escaped && character === escape) {
      escaped = true
      continue
    }
    parts.push(!escaped && character === '%' ? 'any' : !escaped && character === '_' ? 'one' : { literal: character })
    escaped = false
  }
  return parts
}
