import type { Checker } from '../sim.ts'
import { findSecret } from '../run/secrets.ts'

/** No secret is in what is kept of a statement for people, nor in logs of processes. Answers, our logs and reports are held against it as they come. */
export const noSecretIsTold: Checker = {
  name: 'no secret is told',
  check({ world }) {
    const { events, exceptions } = world.stores.database
    const texts = [...events.values(), ...exceptions.values()].map((rows) => JSON.stringify(rows.at(-1) ?? ''))
    const secret = texts.map(findSecret).find((found) => found !== undefined)
    return secret === undefined ? [] : [`the secret ${secret} is in an event or an exception`]
  },
}
