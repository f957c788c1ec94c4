import { ok } from '@headgate/domain'
import type { Fault } from '../../faults/faults.ts'
import type { Random } from '../../random.ts'
import type { Swarm } from '../swarm.ts'

/** Answers of Flink come from a cache of some seconds; nothing else may answer from yesterday. */
const staleMsMax = 3_000

const isRead = (verb: string): boolean => /\.(load|list|find|read|state$|observe|describe|savepointStatus|count|fetchPage|ping)/.test(verb)

/** Offsets and counters as Flink gives them for a while after a restart. */
const nonsense = (verb: string): Fault | undefined =>
  verb === 'flink.readSourceOffsets' ? { kind: 'answer', answer: ok({ orders: 'partition:0,offset:NaN' }) }
  : verb === 'flink.listExceptions' ? { kind: 'answer', answer: ok([]) }
  : undefined

/**
 * What befalls one call, drawn at the rates of the swarm. Writes may lose their request or their answer, end their caller before or
 * after their effect, or be sent twice; reads may be late, unanswered, or, where a cache stands in between, a little old.
 */
export function drawCallFault(verb: string, swarm: Swarm, random: Random): Fault | undefined {
  // A process that cannot listen does not start.
  if (verb === 'wake.listen') return undefined
  const port = verb.slice(0, verb.indexOf('.'))
  const isWrite = !isRead(verb) && port !== 'clock'
  const owner = port === 'api' || port === 'resources' ? 'api' : 'controller'
  if (isWrite && random.chance(swarm.crashRate[owner])) return { kind: 'crash', moment: random.pick(['before', 'after']) }
  if (!random.chance(swarm.callFaults[port] ?? 0)) return undefined
  const kinds = isWrite ? ['unavailable', 'slow', 'lost-reply', 'lost-request', 'doubled'] : port === 'flink' ? ['unavailable', 'slow', 'stale', 'nonsense'] : ['unavailable', 'slow']
  const kind = random.pick(kinds)
  switch (kind) {
    case 'slow':
      return { kind, delayMs: random.chance(0.1) ? random.integer(5_000, 25_000) : random.integer(10, 2_000) }
    case 'stale':
      return { kind, maxAgeMs: staleMsMax }
    case 'nonsense':
      return nonsense(verb)
    // A transaction, a lease and a session are never sent twice by their client; what names itself may be.
    case 'doubled':
      return /^(gateway\.execute|flink\.|cluster\.|blobs\.|wake\.)/.test(verb) ? { kind } : undefined
    case 'lost-reply':
    case 'lost-request':
    case 'unavailable':
      return { kind }
    default:
      return undefined
  }
}
