import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Ids } from '@headgate/ports'

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Ids that nobody can guess; every letter equally likely. */
export const systemIds: Ids = {
  uuid: () => randomUUID(),
  token: (length) => Array.from({ length }, () => letters[randomInt(letters.length)]).join(''),
  hex32: () => randomBytes(16).toString('hex'),
}
