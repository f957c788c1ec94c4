import { failed } from '@headgate/domain'
import type { Clock } from '@headgate/ports'
import type { Random } from '../random.ts'

/** What can happen to one call. */
export type Fault =
  /** The caller dies before the call has its effect, or after it and before it hears of it. */
  | { kind: 'crash'; moment: 'before' | 'after' }
  /** The answer takes this long. */
  | { kind: 'slow'; delayMs: number }
  /** The effect happens, the answer is lost: `unknown-outcome`. */
  | { kind: 'lost-reply' }
  /** The request is lost and so is the knowledge of it: `unknown-outcome` without an effect. */
  | { kind: 'lost-request' }
  /** A client that repeats: the effect is asked for twice, the second answer is returned. */
  | { kind: 'doubled' }
  /** The newest earlier answer to the same question, if there was one (not older than `maxAgeMs`). For verbs that read. */
  | { kind: 'stale'; maxAgeMs?: number }
  /** Nobody answers, and nothing happens. */
  | { kind: 'unavailable' }
  /** This answer, and nothing happens. */
  | { kind: 'answer'; answer: unknown }

/** Thrown into a caller to end it as a killed process ends. It must never be answered by the code under test. */
export class Crash extends Error {
  constructor(verb: string, moment: 'before' | 'after') {
    super(`Crash ${moment} ${verb}`)
    this.name = 'Crash'
  }
}

/** One intercepted call, for oracles that count effects. */
export interface Call {
  /** `port.verb`, for example `cluster.ensureWorkers`. */
  verb: string
  arguments: unknown[]
  atMs: number
  fault?: Fault['kind']
}

export interface FaultRule {
  /** `port.verb`, a verb alone, `port.*` or `*`. */
  verb: string
  fault: Fault
  /** How many calls it meets; default: all, until taken back. */
  times?: number
  /** It ends this long after it was added. */
  forMs?: number
  /** Calls that are let through before it begins. */
  skip?: number
  /** Only calls with such arguments. */
  when?(callArguments: unknown[]): boolean
}

/** The script of faults of a world. */
export interface Faults {
  /** Adds a rule; the returned function takes it back. Of several that match, the oldest acts. */
  add(rule: FaultRule): () => void
  /** Lets the next matching call fail so. */
  once(verb: string, fault: Fault): () => void
  /** Ends the caller at the n-th call from now (1 = the next one), whatever it is: for trying a crash at every point. */
  crashAt(call: number, moment: 'before' | 'after'): () => void
  /** From now on each call meets one of `faults` with this probability. */
  randomly(random: Random, rate: number, faults: Fault[], verb?: string): () => void
  /** Faults stop: the world must become well again. */
  clear(): void
  /** Every call that went through a wrapped port. */
  calls: Call[]
  /** Told of each call that meets a fault. */
  onFault: ((verb: string, fault: Fault) => void) | undefined
  /** Draws what befalls a call that no rule means. */
  draw: ((verb: string) => Fault | undefined) | undefined
  /** Verbs whose answers are kept, to be given again as stale ones; undefined: all that read. */
  keptAnswers: RegExp | undefined
  /** False: `calls` stays empty, for long runs. */
  isRecording: boolean
  /** Asked by wrapped ports. */
  meet(verb: string, callArguments: unknown[]): Fault | undefined
}

/** Makes an empty script: nothing fails. */
export function createFaults(options: { clock: Pick<Clock, 'nowMs'> }): Faults {
  const { clock } = options
  let rules: { rule: FaultRule; left: number; skip: number; untilMs: number; draw?(): Fault | undefined }[] = []
  const calls: Call[] = []
  const addRule = (rule: FaultRule, draw?: () => Fault | undefined) => {
    const untilMs = rule.forMs === undefined ? Infinity : clock.nowMs() + rule.forMs
    const entry = { rule, left: rule.times ?? Infinity, skip: rule.skip ?? 0, untilMs, ...(draw === undefined ? {} : { draw }) }
    rules.push(entry)
    return () => void (rules = rules.filter((other) => other !== entry))
  }
  const add = (rule: FaultRule) => addRule(rule)
  const faults: Faults = {
    onFault: undefined,
    draw: undefined,
    keptAnswers: undefined,
    isRecording: true,
    add,
    once: (verb, fault) => add({ verb, fault, times: 1 }),
    crashAt: (call, moment) => add({ verb: '*', fault: { kind: 'crash', moment }, times: 1, skip: call - 1 }),
    randomly(random, rate, faults, verb = '*') {
      const unused: Fault = { kind: 'unavailable' }
      return addRule({ verb, fault: unused }, () => (random.chance(rate) ? random.pick(faults) : undefined))
    },
    clear() {
      rules = []
      faults.draw = undefined
    },
    calls,
    meet(verb, callArguments) {
      const fault = firstFault() ?? faults.draw?.(verb)
      if (faults.isRecording) calls.push({ verb, arguments: callArguments, atMs: clock.nowMs(), ...(fault === undefined ? {} : { fault: fault.kind }) })
      if (fault !== undefined) faults.onFault?.(verb, fault)
      return fault

      function firstFault(): Fault | undefined {
        for (const entry of rules) {
          const { rule } = entry
          if (entry.left <= 0 || clock.nowMs() >= entry.untilMs || !isMeant(rule.verb, verb)) continue
          if (rule.when !== undefined && !rule.when(callArguments)) continue
          if (entry.skip > 0) {
            entry.skip -= 1
            continue
          }
          const fault = entry.draw === undefined ? rule.fault : entry.draw()
          if (fault === undefined) continue
          entry.left -= 1
          return fault
        }
        return undefined
      }
    },
  }
  return faults
}

function isMeant(pattern: string, verb: string): boolean {
  if (pattern === '*' || pattern === verb) return true
  if (pattern.endsWith('.*')) return verb.startsWith(pattern.slice(0, -1))
  return verb.endsWith(`.${pattern}`)
}

/** The answer of a port whose other side does not answer. */
export const noAnswer = () => failed('unavailable', 'The other side did not answer.')
/** The answer of a port that does not know what became of its call. */
export const lostAnswer = () => failed('unknown-outcome', 'The connection was lost before the answer came.')
