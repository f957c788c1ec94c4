import { objectName } from '../text/token-cursor.ts'
import type { ObjectName, Token } from '../types.ts'
import { reservedWords } from './reserved-words.ts'

/** A chain of name parts as it stands in the text. */
export interface IdentifierChain {
  parts: string[]
  start: number
  end: number
}

/** Every chain `a.b.c` of names, in the order of the text; single reserved words are none. Takes significant tokens. */
export function identifierChains(tokens: readonly Token[]): IdentifierChain[] {
  const chains: IdentifierChain[] = []
  let index = 0
  while (index < tokens.length) {
    const first = tokens[index++]!
    if (!isPart(first)) continue
    const chain = { parts: [partOf(first)], start: first.start, end: first.end }
    while (tokens[index]?.kind === 'symbol' && tokens[index]!.text === '.' && isPart(tokens[index + 1])) {
      chain.parts.push(partOf(tokens[index + 1]!))
      chain.end = tokens[index + 1]!.end
      index += 2
    }
    if (chain.parts.length === 1 && first.kind === 'word' && reservedWords.has(first.value)) continue
    chains.push(chain)
  }
  return chains
}

/** The chains as object names, each once. Of a chain of more than three parts the first three can be the object's. */
export function readIdentifiers(chains: readonly IdentifierChain[]): ObjectName[] {
  const names = new Map<string, ObjectName>()
  for (const { parts } of chains) {
    const key = JSON.stringify(parts.slice(0, 3))
    if (!names.has(key)) names.set(key, objectName(parts.slice(0, 3)))
  }
  return [...names.values()]
}

/** True when a chain goes through INFORMATION_SCHEMA. As the last part it would be a column or an alias. */
export const readsInformationSchema = (chains: readonly Pick<IdentifierChain, 'parts'>[]): boolean =>
  chains.some(({ parts }) => parts.slice(0, -1).some((part) => part.toUpperCase() === 'INFORMATION_SCHEMA'))

const isPart = (token: Token | undefined): token is Token => token?.kind === 'word' || token?.kind === 'quoted-identifier'
const partOf = (token: Token): string => (token.kind === 'word' ? token.text : token.value)
