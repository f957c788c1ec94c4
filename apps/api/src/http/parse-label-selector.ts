import { problem } from './problem.ts'
import type { Problem } from './problem.ts'

/** `a=b,c=d`: every label must match. */
export function parseLabelSelector(text: string | undefined): { value: Record<string, string> } | { problem: Problem } {
  const pairs: [string, string][] = []
  for (const part of (text ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '')) {
    const equals = part.indexOf('=')
    if (equals < 1) return { problem: problem(400, { detail: 'label_selector must be key=value, several with commas.', parameter: 'label_selector' }) }
    pairs.push([part.slice(0, equals).trim(), part.slice(equals + 1).replace(/^=/, '').trim()])
  }
  return { value: Object.fromEntries(pairs) }
}
