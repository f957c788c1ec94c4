import type { Victim } from '../cells/cell.ts'
import type { Chronicle } from '../watch/sample.ts'

export interface AnswersToJudge {
  victim: Victim
  struckAtMs: number
  settledAtMs: number
}

/** A victim that takes the API with it, or what the API needs. */
const silences: readonly Victim[] = ['api', 'postgres', 'everything']

/**
 * Whether the API answered as it must: always, unless it or Postgres is the victim; and then, if it lives, with 503 and when to come again. Pure; returns what is wrong.
 */
export function judgeAnswers(chronicle: Pick<Chronicle, 'shown'>, { victim, struckAtMs, settledAtMs }: AnswersToJudge): string[] {
  const problems = new Set<string>()
  for (const sample of chronicle.shown) {
    if ('shown' in sample) continue
    const isMeanwhile = sample.atMs >= struckAtMs && sample.atMs <= settledAtMs + 5_000
    if (sample.status !== undefined && sample.status !== 404 && (sample.status !== 503 || sample.hasRetryAfter !== true)) problems.add(`The API answered ${sample.error}${sample.status === 503 ? ' without Retry-After' : ''}.`)
    else if (sample.status !== 404 && !(silences.includes(victim) && isMeanwhile)) problems.add(`The API did not answer (${sample.error}) though ${victim} was hit.`)
  }
  return [...problems]
}

/** Frames of a stack, as Java and Node print them. */
const frame = /(\n|\\n)\s*at [\w.$]+[.(/]|\(\w+\.java:\d+\)|\.ts:\d+:\d+\)/

/** Whether anything that was shown holds a stack or a secret. Pure; returns what is wrong, without repeating a secret. */
export function judgeTexts(texts: Iterable<string>, secrets: readonly string[]): string[] {
  const problems = new Set<string>()
  for (const text of texts) {
    if (frame.test(text)) problems.add(`A stack was shown: ${text.slice(Math.max(0, text.search(frame) - 200), text.search(frame) + 100)}`)
    if (secrets.some((secret) => text.includes(secret))) problems.add('A secret was shown.')
  }
  return [...problems]
}
