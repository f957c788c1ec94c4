import type { Clock } from '@headgate/ports'
import type { Fault, Faults } from './faults.ts'
import { Crash, lostAnswer, noAnswer } from './faults.ts'

/** Verbs that answer at once, without anything in between that could fail. */
const plainVerbs = new Set(['uri', 'keyOf', 'parseArchive', 'watchWorkers', 'nowMs', 'schedule'])

/** Verbs that only read: their newest answers are kept, to be given again as stale ones. */
const reading = /\.(load|list|find|read|state$|observe|describe|savepointStatus|count)/

/** Verbs without a Result: a failure of the transport is not told, the effect just does not happen. */
const silentVerbs = new Set(['wake', 'listen'])

/**
 * A port whose calls first ask the script what happens to them. `name` comes before the verb: `cluster.ensureWorkers`. Ports within
 * ports (`resources.environments.create`) are wrapped too.
 */
export function withFaults<T extends object>(name: string, port: T, faults: Faults, clock: Pick<Clock, 'sleep'>): T {
  const answers = new Map<string, unknown>()
  return new Proxy(port, {
    get(target, property, receiver) {
      const member: unknown = Reflect.get(target, property, receiver)
      if (typeof property !== 'string') return member
      const verb = `${name}.${property}`
      if (typeof member === 'object' && member !== null && !Array.isArray(member) && property !== 'settings') {
        return withFaults(verb, member, faults, clock)
      }
      if (typeof member !== 'function' || plainVerbs.has(property)) return member
      return (...callArguments: unknown[]) => {
        const call = async () => (await (member.apply(target, callArguments) as Promise<unknown>))
        return meet(verb, callArguments, call)
      }
    },
  })

  async function meet(verb: string, callArguments: unknown[], call: () => Promise<unknown>): Promise<unknown> {
    const fault = faults.meet(verb, callArguments)
    if (!reading.test(verb)) return suffer(fault, verb, call)
    const question = `${verb} ${JSON.stringify(callArguments)}`
    if (fault?.kind === 'stale' && answers.has(question)) return answers.get(question)
    const answer = await suffer(fault, verb, call)
    if (fault === undefined) answers.set(question, answer)
    return answer
  }

  async function suffer(fault: Fault | undefined, verb: string, call: () => Promise<unknown>): Promise<unknown> {
    const isSilent = silentVerbs.has(verb.slice(verb.lastIndexOf('.') + 1))
    switch (fault?.kind) {
      case undefined:
      case 'stale':
        return call()
      case 'crash':
        if (fault.moment === 'after') await call()
        throw new Crash(verb, fault.moment)
      case 'slow': {
        await clock.sleep(fault.delayMs)
        return call()
      }
      case 'lost-reply': {
        const answer = await call()
        return isSilent ? answer : lostAnswer()
      }
      case 'lost-request':
        return isSilent ? undefined : lostAnswer()
      case 'doubled':
        await call()
        return call()
      case 'unavailable':
        return isSilent ? undefined : noAnswer()
      case 'answer':
        return fault.answer
    }
  }
}
