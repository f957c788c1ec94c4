import { createHash } from 'node:crypto'

/** Hex digits of a key: short enough for a tag, long enough that two contents do not meet. */
const keyDigits = 12

/** The key of named contents. The order of the parts does not matter; a name and its content cannot be mistaken for another pair. */
export function contentKey(parts: Iterable<readonly [name: string, content: string | Uint8Array]>): string {
  const digests = [...parts].map(([name, content]) => `${JSON.stringify(name)} ${createHash('sha256').update(content).digest('hex')}`)
  return createHash('sha256').update(digests.sort().join('\n')).digest('hex').slice(0, keyDigits)
}
