import type { Ids } from '@headgate/ports'
import { createRandom } from './random.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Ids that a seed repeats. They look like the real ones and are as good as unique within a run. */
export function createSeededIds(seed: number): Ids {
  const random = createRandom(seed)
  const draw = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[random.integer(0, alphabet.length - 1)]).join('')
  const hex = (length: number) => draw('0123456789abcdef', length)
  return {
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${draw('89ab', 1)}${hex(3)}-${hex(12)}`,
    token: (length) => draw(letters, length),
    hex32: () => hex(32),
  }
}
