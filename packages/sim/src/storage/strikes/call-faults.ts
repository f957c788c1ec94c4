import type { Fault } from '../../faults/faults.ts'
import type { History } from '../history.ts'
import { standStill } from './index.ts'

const isRead = (verb: string): boolean => /\.(load|list|find|read|state$|stat$|observe|describe|savepointStatus|count|fetchPage|ping)/.test(verb)

/** Ports that a keeper alone calls, and those of a controller. */
export const tradeOf = (verb: string): 'keeper' | 'controller' | undefined => (/^(storage|objects)\./.test(verb) ? 'keeper' : /^(store|flink|blobs|cluster|gateway|spool)\./.test(verb) ? 'controller' : undefined)

/** What befalls one call: it ends its process or stops it, is slow, unanswered, lost on the way or on the way back, or sent twice. */
export function drawCallFault(verb: string, history: History): Fault | undefined {
  const { character, staff } = history
  const random = history.random.calls
  const trade = tradeOf(verb)
  if (trade === undefined) return undefined
  if (random.chance(character.crashRate[trade])) return { kind: 'crash', moment: random.pick(['before', 'after']) }
  if (random.chance(character.standstillRate[trade])) {
    const able = staff.alive(trade).filter(({ process, busy }) => busy.size > 0 && !process.isPaused())
    if (able.length > 0) {
      history.trace.count(`standstills of ${trade}s`)
      history.trace.note('strike', `at ${verb}: ${standStill(history, random, random.pick(able))}`)
    }
  }
  if (!random.chance(character.callFaults[verb.slice(0, verb.indexOf('.'))] ?? 0)) return undefined
  switch (random.pick(isRead(verb) ? ['unavailable', 'slow'] : ['unavailable', 'slow', 'lost-reply', 'lost-request', 'doubled'])) {
    case 'slow':
      return { kind: 'slow', delayMs: random.chance(0.1) ? random.integer(5_000, 25_000) : random.integer(10, 2_000) }
    case 'lost-reply':
      return { kind: 'lost-reply' }
    case 'lost-request':
      return { kind: 'lost-request' }
    // A transaction and a lease are never sent twice by their client; what names itself may be.
    case 'doubled':
      return /^(gateway\.execute|flink\.|cluster\.|blobs\.|objects\.)/.test(verb) ? { kind: 'doubled' } : undefined
    default:
      return { kind: 'unavailable' }
  }
}
