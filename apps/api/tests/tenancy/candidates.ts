import type { Ids, Kind, ProbedTenant } from './probed-tenants.ts'

/** A value that is tried, and its twin: of the same shape, and an id of nothing. */
export interface Candidate {
  what: string
  value: string
  twin: string
  /** Of a shape of its own: it is compared with its own twin, the others share one. */
  isShaped: boolean
  /** The text as it stands in a URL; absent: encoded as usual. */
  raw?: { value: string; twin: string }
}

export type KeyKind = keyof ProbedTenant['keys']

/** What a key of `own` tries where an id of `kind` stands. Its own things are those of the first environment. */
export function candidatesFor(kind: Kind, own: ProbedTenant, others: readonly ProbedTenant[], isInUrl: boolean): Candidate[] {
  const [here, there] = own.environments
  const isFree = kind === 'text' || kind === 'token' || kind === 'label'
  const foreign = others.flatMap((other, index) =>
    other.environments.slice(isFree ? 1 : 0).map((ids, environment): [string, string] => [`organization ${index + 2}, environment ${environment + 1}`, ids[kind]]))
  const first = others[0]?.environments[0][kind] ?? ''
  const list: [string, string][] = [
    ...foreign,
    ...(kind === 'text' || kind === 'label' ? [] : [['deleted, of another organization', others[0]?.deleted[kind] ?? ''], ['deleted, own', own.deleted[kind]]] as [string, string][]),
    ...(isSharedWithin(kind) ? [] : [['own, of the other environment', there[kind]] as [string, string]]),
    ...(isFree ? [] : [['foreign, in another case', otherCase(first)], ['own, in another case', otherCase(here[kind])]] as [string, string][]),
  ]
  const plain = list.map(([what, value]) => ({ what, value, twin: twinOf(value), isShaped: what.endsWith('case') }))
  if (!isInUrl || isFree) return plain
  const twin = twinOf(first)
  return [
    ...plain,
    { what: 'foreign, percent-encoded', value: first, twin, isShaped: true, raw: { value: percent(first), twin: percent(twin) } },
    { what: 'foreign, encoded twice', value: percent(first), twin: percent(twin), isShaped: true },
  ]
}

const isSharedWithin = (kind: Kind): boolean => kind === 'organization' || kind === 'account' || kind === 'key' || kind === 'text' || kind === 'label'

const otherCase = (text: string): string => text.replaceAll(/[a-zA-Z]/g, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))

/** Encodes three characters that need it not: at the ends and in between. */
export function percent(text: string): string {
  const chosen = new Set([0, Math.floor(text.length / 2), text.length - 1])
  return [...text].map((character, index) => (chosen.has(index) ? `%${character.charCodeAt(0).toString(16)}` : character)).join('')
}

/** The same text with its last characters changed within their class, so that it is the id of nothing. */
export function twinOf(text: string): string {
  if (isToken(text)) {
    const [atMs, key] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [number, string]
    return Buffer.from(JSON.stringify([atMs, twinOf(key)])).toString('base64url')
  }
  let changed = 0
  return [...text].reverse().map((character) => {
    if (changed === 4 || !/[a-zA-Z0-9]/.test(character)) return character
    changed += 1
    if (/[0-9]/.test(character)) return String((Number(character) + 3) % 10)
    const letters = /[a-f]/.test(character) ? 'abcdef' : /[A-F]/.test(character) ? 'ABCDEF' : /[a-z]/.test(character) ? 'ghijklmnopqrstuvwxyz' : 'GHIJKLMNOPQRSTUVWXYZ'
    return letters[(letters.indexOf(character) + 3) % letters.length]
  }).reverse().join('')
}

const isToken = (text: string): boolean => text.length > 20 && Buffer.from(text, 'base64url').toString('utf8').startsWith('[')

/** An id of everything, that nothing ever had. */
export const missingIds = (ids: Ids): Ids => Object.fromEntries(Object.entries(ids).map(([kind, id]) => [kind, twinOf(id)])) as Ids
