import { problem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/** What is read when a job starts. All else is part of the plan, which a fork takes over. */
const changeable = ['parallelism.default', 'sql.parallelism']

/** The properties of a fork: those of the other statement, and what may differ from them; 422 for what would have no effect. */
export function forkProperties(inherited: Record<string, string>, given: Record<string, string | number>): { value: Record<string, string> } | Problem {
  const faults = Object.keys(given).filter((key) => !changeable.includes(key)).map((key) => ({
    detail: `The property '${key.slice(0, 80)}' cannot differ in a fork, which takes the plan over as it is. Only ${changeable.join(' and ')} can.`,
    pointer: `/properties/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  }))
  if (faults.length > 0) return problem(422, faults)
  // Of two names of one thing the given one counts.
  const kept = Object.keys(given).length === 0 ? inherited : Object.fromEntries(Object.entries(inherited).filter(([key]) => !changeable.includes(key)))
  return { value: { ...kept, ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)])) } }
}
