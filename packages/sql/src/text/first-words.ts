import type { Token } from '../types.ts'

/** At most `count` leading words in upper case, to call an unknown statement by. Other tokens are shown short, strings never. */
export function firstWords(tokens: readonly Token[], count: number): string {
  const words: string[] = []
  for (const token of tokens) {
    if (token.kind !== 'word' || words.length >= count) break
    words.push(token.value.slice(0, 40))
  }
  return words.length > 0 ? words.join(' ') : tokens[0]?.kind === 'string' ? 'a string' : (tokens[0]?.text.slice(0, 20) ?? 'nothing')
}
