/** One import or re-export of a file. */
export interface ImportLine {
  specifier: string
  line: number
  /** `import type` or `export type`. */
  typeOnly: boolean
  /** `import('…')`. */
  lazy: boolean
}

const STRING_OR_COMMENT = /(["'])(?:\\.|(?!\1)[^\\\n])*\1|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** The text with its comments blanked; lines and columns stay. No parser: a quote inside a regular expression may hide the rest of its line. */
export function withoutComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (found) => (/^\/[/*]/.test(found) ? blank(found) : found))
}

/** The text with comments and the insides of strings blanked. */
export function withoutCommentsAndStrings(text: string): string {
  return text.replace(STRING_OR_COMMENT, blank)
}

/** Every import of a TypeScript file, static, lazy and re-exported. */
export function importsOf(text: string): ImportLine[] {
  const code = withoutComments(text)
  const statements = [...code.matchAll(/^(?:import|export)\b([^'"`;=()]*?)\bfrom\s*(['"])([^'"\n]+)\2/gm)].map((match) => ({
    specifier: match[3]!,
    at: match.index,
    typeOnly: /^\s+type\b/.test(match[1]!),
    lazy: false,
  }))
  const bare = [...code.matchAll(/^import\s*(['"])([^'"\n]+)\1/gm)].map((match) => ({ specifier: match[2]!, at: match.index, typeOnly: false, lazy: false }))
  const lazy = [...code.matchAll(/\bimport\(\s*(['"])([^'"\n]+)\1\s*\)/g)].map((match) => {
    // `import('x').Type` in a type position loads nothing.
    const typeOnly = /^\.[A-Z]/.test(code.slice(match.index + match[0].length)) && !/await\s+$|\(\s*await\s+$/.test(code.slice(0, match.index))
    return { specifier: match[2]!, at: match.index, typeOnly, lazy: true }
  })
  return [...statements, ...bare, ...lazy].map(({ at, ...found }) => ({ ...found, line: lineAt(code, at) })).toSorted((one, other) => one.line - other.line)
}

/** The line, from 1, of a position in a text. */
export function lineAt(text: string, position: number): number {
  let line = 1
  for (let index = text.indexOf('\n'); index !== -1 && index < position; index = text.indexOf('\n', index + 1)) line += 1
  return line
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
