import { problem } from './problem.ts'
import type { Fault, Problem } from './problem.ts'

/** A time of RFC 3339 in milliseconds; 422 for one that no clock shows, such as a leap second. */
export function readTime(text: string, where: Omit<Fault, 'detail'>): number | Problem {
  const atMs = Date.parse(text)
  return Number.isFinite(atMs) ? atMs : problem(422, { detail: `'${text.slice(0, 64)}' is a time that cannot be read here. Give it like 2026-11-02T09:00:00Z.`, ...where })
}
