import { median } from '../stats/summarize.ts'
import type { Span } from './read-trace.ts'

/** One statement's way from the request to RUNNING, by the clock of this machine. */
export interface Way {
  /** `metadata.uid` of the statement. */
  uid: string
  postedAtMs: number
  answeredAtMs: number
  /** When the client saw it in the wanted phase. */
  seenAtMs: number
}

/** Where the time of a way goes, in milliseconds. Parts overlap nowhere; what no call explains is `between calls`. */
export type Parts = Record<string, number>

/** Takes one way apart by the calls that the controller made for it. */
export function breakDown(way: Way, spans: readonly Span[]): Parts {
  const own = spans
    .filter((span) => span.key?.startsWith('statement/') && span.key.endsWith(`/${way.uid}`) && span.startMs < way.seenAtMs)
    .sort((a, b) => a.startMs - b.startMs)
  const parts: Parts = { 'POST to its answer': way.answeredAtMs - way.postedAtMs }
  const add = (name: string, ms: number) => void (parts[name] = (parts[name] ?? 0) + Math.max(0, ms))
  let untilMs = way.answeredAtMs
  own.forEach((span, index) => {
    add(index === 0 ? 'answer to first look (queue)' : 'between calls (planning, waiting)', span.startMs - untilMs)
    const from = Math.max(span.startMs, untilMs)
    const to = Math.min(span.startMs + span.durationMs, way.seenAtMs)
    add(nameOf(span), to - from)
    untilMs = Math.max(untilMs, to)
  })
  add('last call to seen by the client', way.seenAtMs - untilMs)
  return parts
}

/** The median of each part over many ways; a part that a way does not have counts as 0. */
export function medianParts(all: readonly Parts[]): [name: string, ms: number][] {
  const names = [...new Set(all.flatMap((parts) => Object.keys(parts)))]
  return names.map((name) => [name, median(all.map((parts) => parts[name] ?? 0))])
}

/** Calls of one kind go together. */
function nameOf(span: Span): string {
  if (span.port === 'store') return `Postgres: ${span.verb}`
  if (span.port === 'gateway') return `gateway: ${span.what === undefined ? span.verb : span.what}`
  return `${span.port}: ${span.verb}`
}
