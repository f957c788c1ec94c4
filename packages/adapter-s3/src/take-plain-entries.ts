import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { DeserializeMiddleware, MiddlewareStack } from '@smithy/types'
import { readPlainEntries } from './read-plain-entries.ts'
import type { PlainEntry } from './read-plain-entries.ts'

/**
 * Has the entries of a command's answer read by us; everything else, errors among it, is read by the SDK, which gets the answer without them.
 * Gives back the entries of the newest answer, once the command was sent. Why: `decisions/002-entries-read-by-us.md`.
 */
export function takePlainEntries<Input extends object, Output extends object>(command: { middlewareStack: MiddlewareStack<Input, Output> }, name: string, elements: readonly string[]): () => PlainEntry[] {
  let taken: PlainEntry[] = []
  const middleware: DeserializeMiddleware<Input, Output> = (next) => async (call) => {
    taken = []
    const result = await next(call)
    const response = result.response as { statusCode?: number; body?: Readable }
    if (response.statusCode !== 200 || response.body === undefined) return result
    const { entries, rest } = readPlainEntries(await text(response.body), name, elements)
    taken = entries
    response.body = Readable.from([Buffer.from(rest)])
    return result
  }
  command.middlewareStack.addRelativeTo(middleware, { name: 'takePlainEntries', relation: 'after', toMiddleware: 'deserializerMiddleware', override: true })
  return () => taken
}
