import type { Clock } from '@headgate/ports'
import type { Fault, Faults } from './faults.ts'
import { Crash, lostAnswer, noAnswer } from './faults.ts'

/** Verbs that answer at once, without anything in between that could fail. */
const plainVerbs = new Set(['uri', 'keyOf', 'parseArchive', 'watchWorkers', 'nowMs', 'schedule'])

/** Verbs that only read: their newest answers are kept, to be given again as stale ones. */
const reading = /\.(load|list|find|read|state$|observe|describe|savepointStatus|count)/

/** Verbs without a Result: a failure of the transport is not told, the effect just does not happen. */
const silentVerbs = new Set(['wake', 'listen'])

/** The process that makes the calls. Once dead it does nothing more: none of its calls has an effect or returns. */
export interface Life {
  isDead: boolean
  /** While it is set the process stands still (SIGSTOP): its calls begin, and their answers arrive, when it resolves. */
  paused?: Promise<void> | undefined
  /** Told at the moment of a crash. */
  onDeath?(): void
}

/**
 * A port whose calls first ask the script what happens to them. `name` comes before the verb: `cluster.ensureWorkers`. Ports within
 * ports (`resources.environments.create`) are wrapped too. With a `life` a crash ends it; without one a crash is thrown.
 */
export function withFaults<T extends object>(name: string, port: T, faults: Faults, clock: Clock, life?: Life): T {
  const members = new Map<string, { member: unknown; wrapped: unknown }>()
  const answers = new Map<string, { answer: unknown; atMs: number }>()
  return new Proxy(port, {
    get(target, property, receiver) {
      const member: unknown = Reflect.get(target, property, receiver)
      if (typeof property !== 'string') return member
      const made = members.get(property)
      if (made !== undefined && made.member === member) return made.wrapped
      const wrapped = wrap(property, member, target)
      members.set(property, { member, wrapped })
      return wrapped
    },
  })

  function wrap(property: string, member: unknown, target: object): unknown {
    const verb = `${name}.${property}`
    if (typeof member === 'object' && member !== null && !Array.isArray(member) && property !== 'settings') {
      return withFaults(verb, member, faults, clock, life)
    }
    if (typeof member !== 'function' || plainVerbs.has(property)) return member
    return (...callArguments: unknown[]) => {
      if (life?.isDead === true) return never()
      const call = async () => (await (member.apply(target, callArguments) as Promise<unknown>))
      return mortal(life?.paused === undefined ? meet(verb, callArguments, call) : afterPause(() => meet(verb, callArguments, call)))
    }
  }

  /** Begins when its process goes on; a process that was ended meanwhile does nothing any more. */
  async function afterPause(begin: () => Promise<unknown>): Promise<unknown> {
    while (life?.paused !== undefined) await life.paused
    return life?.isDead === true ? never() : begin()
  }

  /** An answer reaches its caller only if that still lives. */
  async function mortal(answer: Promise<unknown>): Promise<unknown> {
    try {
      const value = await answer
      while (life?.paused !== undefined) await life.paused
      return life?.isDead === true ? never() : value
    } catch (error) {
      if (life === undefined) throw error
      if (error instanceof Crash && !life.isDead) {
        life.isDead = true
        life.onDeath?.()
      }
      if (life.isDead) return never()
      throw error
    }
  }

  async function meet(verb: string, callArguments: unknown[], call: () => Promise<unknown>): Promise<unknown> {
    const fault = faults.meet(verb, callArguments)
    if (faults.keptAnswers === undefined ? !reading.test(verb) : !faults.keptAnswers.test(verb)) return suffer(fault, verb, call)
    const question = `${verb} ${JSON.stringify(callArguments)}`
    const earlier = fault?.kind === 'stale' ? answers.get(question) : undefined
    if (fault?.kind === 'stale' && earlier !== undefined && clock.nowMs() - earlier.atMs <= (fault.maxAgeMs ?? Infinity)) return earlier.answer
    const answer = await suffer(fault, verb, call)
    if (fault === undefined) answers.set(question, { answer, atMs: clock.nowMs() })
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

/** A new one each time: one for all would keep everything that ever waited for it. */
const never = () => new Promise<never>(() => {})
