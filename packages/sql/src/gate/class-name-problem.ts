import { sourcePosition } from '../text/source-position.ts'
import { isSignificant } from '../text/token-cursor.ts'
import { reservedWords } from '../read/reserved-words.ts'
import type { ReadStatement, Token } from '../types.ts'

/** Built-in functions that load what they are given: a class, a model or a file. */
const loadingFunctions: Record<string, string> = {
  OBJECT_OF: 'it names a Java class, which Flink would load. Use ROW(…)',
  ML_PREDICT: 'there are no models. Leave it out',
  ML_EVALUATE: 'there are no models. Leave it out',
  VECTOR_SEARCH: 'no table here can be searched by vectors. Leave it out',
  SAVEPOINT_METADATA: 'it reads files of the cluster. Look at the statement itself for its snapshots',
}

/** Behind these words a name with parentheses is a table with its columns. */
const namesATable = new Set(['TABLE', 'INTO', 'OVERWRITE', 'VIEW', 'EXISTS'])

/**
 * Where a type or a function names what Flink would load, and why that is refused: `RAW('class', 'serializer')` restores a
 * serializer that the text holds, `STRUCTURED<'class', …>` and `OBJECT_OF('class', …)` make objects of any class by their setters.
 */
export function classNameProblem(read: ReadStatement): string | undefined {
  const tokens = read.tokens.filter(isSignificant)
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    if (before?.text === '.' || (before?.kind === 'word' && namesATable.has(before.value))) continue
    const problem = problemAt(token, tokens[index + 1], tokens[index + 2])
    if (problem !== undefined) return `${token.text.slice(0, 40)} (${sourcePosition(read.sql, token.start)}) is refused, because ${problem}.`
  }
  return undefined
}

function problemAt(token: Token, next: Token | undefined, second: Token | undefined): string | undefined {
  if (token.kind !== 'word' && token.kind !== 'quoted-identifier') return undefined
  const name = token.value.toUpperCase()
  if (name === 'RAW' && next?.text === '(' && second?.kind === 'string') return 'a RAW type names a Java class, which Flink would load. Use BYTES'
  if (name === 'STRUCTURED' && next?.text === '<' && second?.kind === 'string') return 'a STRUCTURED type names a Java class, which Flink would load. Use ROW<…>'
  // `MODEL m`, wherever an expression can stand.
  if (name === 'MODEL' && token.kind === 'word' && isName(next)) return 'there are no models. Write AS before an alias'
  return next?.text === '(' && Object.hasOwn(loadingFunctions, name) ? loadingFunctions[name] : undefined
}

const isName = (token: Token | undefined): boolean => token?.kind === 'quoted-identifier' || (token?.kind === 'word' && !reservedWords.has(token.value))
