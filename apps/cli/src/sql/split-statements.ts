/** What a text of SQL holds: whole statements, and what is not finished by a `;` yet. */
export interface SplitText {
  statements: string[]
  /** After the last `;`; empty when nothing but space and comments is left. */
  rest: string
}

const pieces = /'(?:[^']|'')*(?:'|$)|`(?:[^`]|``)*(?:`|$)|\/\*[\s\S]*?(?:\*\/|$)|(?:--|\/\/)[^\n\r]*|[A-Za-z_][A-Za-z0-9_$]*|\s+|[\s\S]/g
const setOfStatements = /^(EXPLAIN (\w+ )*?)?(EXECUTE )?STATEMENT SET BEGIN$/

/**
 * Cuts a text at the semicolons between statements: not at those in strings, quoted names and comments, nor at those between BEGIN and END of
 * a statement set. The semicolon itself is left out, except that of a statement set's last INSERT.
 */
export function splitStatements(text: string): SplitText {
  const statements: string[] = []
  let start = 0
  let words: string[] = []
  let isSet = false
  let caseDepth = 0
  let isSetEnded = false
  let hasContent = false
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (/^(\s|--|\/\/|\/\*)/.test(piece)) continue
    if (piece === ';' && (!isSet || isSetEnded)) {
      const statement = text.slice(start, index).trim()
      if (hasContent) statements.push(statement)
      start = index + 1
      words = []
      isSet = isSetEnded = hasContent = false
      caseDepth = 0
      continue
    }
    hasContent = true
    const word = /^[A-Za-z_]/.test(piece) ? piece.toUpperCase() : piece
    if (!isSet && words.length < 8) {
      words.push(word)
      isSet = setOfStatements.test(words.join(' '))
    } else if (isSet) {
      // END closes a CASE, or else the set.
      if (word === 'CASE') caseDepth += 1
      else if (word === 'END' && caseDepth > 0) caseDepth -= 1
      else if (word === 'END') isSetEnded = true
    }
  }
  return { statements, rest: hasContent ? text.slice(start).trim() : '' }
}

/** The statements of a whole text; the last one needs no semicolon. */
export function splitScript(text: string): string[] {
  const { statements, rest } = splitStatements(text)
  return rest === '' ? statements : [...statements, rest]
}
