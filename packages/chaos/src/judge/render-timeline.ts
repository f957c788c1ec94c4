import { isPlainlyRunning } from './find-lies.ts'
import type { Chronicle, ShownSample } from '../watch/sample.ts'

/** One change: seconds from the blow, who tells, and what. */
export type TimelineEntry = [seconds: number, source: string, text: string]

/** What was shown, what was so, the events and the acts as one list of changes around the blow. Pure. */
export function renderTimeline(chronicles: readonly Chronicle[], acts: readonly { atMs: number; text: string }[], struckAtMs: number): TimelineEntry[] {
  const entries = chronicles.flatMap((chronicle, position) => {
    const of = position === 0 ? '' : ' of SELECT'
    return [
      ...changes(chronicle.shown.map((sample) => ({ atMs: sample.atMs, text: renderShown(sample) }))).map(({ atMs, text }) => ({ atMs, source: `shown${of}`, text })),
      ...changes(chronicle.truth.map(({ atMs, state, why }) => ({ atMs, text: state === 'running' ? 'running' : `${state}: ${why}` }))).map(({ atMs, text }) => ({ atMs, source: `was so${of}`, text })),
      ...chronicle.events.map(({ at, type, reason, message }) => ({ atMs: Date.parse(at), source: `event${of}`, text: `${type === 'Warning' ? '! ' : ''}${reason}: ${message}` })),
      ...(position === 0 ? chronicle.pool.map(({ atMs, text }) => ({ atMs, source: 'pool', text })) : []),
    ]
  })
  return [...entries, ...acts.map(({ atMs, text }) => ({ atMs, source: 'act', text }))]
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ atMs, source, text }) => [Math.round((atMs - struckAtMs) / 100) / 10, source, text])
}

function renderShown(sample: ShownSample): string {
  if (!('shown' in sample)) return `no answer: ${sample.error}`
  const { phase, detail, warnings, waitingFor } = sample.shown
  return [phase, ...warnings.map((reason) => `[${reason}]`), detail, waitingFor === undefined ? '' : `(${waitingFor})`].filter((part) => part !== '').join(' ')
}

const changes = <T extends { text: string }>(samples: readonly T[]): T[] => samples.filter(({ text }, position) => text !== samples[position - 1]?.text)

/** Seconds from the blow until the statement was shown as RUNNING and was so for good; 0 when it never left it. Pure. */
export function secondsToRunning({ shown, truth }: Pick<Chronicle, 'shown' | 'truth'>, struckAtMs: number, settledAtMs: number): number {
  const within = ({ atMs }: { atMs: number }): boolean => atMs >= struckAtMs && atMs <= settledAtMs
  const bad = [
    ...truth.filter(within).filter(({ state }) => state !== 'running'),
    ...shown.filter(within).filter((sample) => !('shown' in sample) || !isPlainlyRunning(sample.shown)),
  ]
  const lastBadAtMs = Math.max(struckAtMs, ...bad.map(({ atMs }) => atMs))
  return Math.round((lastBadAtMs - struckAtMs) / 100) / 10
}
