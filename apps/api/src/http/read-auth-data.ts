import { redacted } from '@headgate/contract'
import { problem } from './problem.ts'
import type { Problem } from './problem.ts'

/** The text of `auth_data.data` as it is stored; a masked value becomes the one of `present`. 422 when it is no JSON object of plain values. */
export function readAuthData(text: string, present = '{}'): { value: string } | Problem {
  const pointer = '/spec/auth_data/data'
  const values = parseObject(text)
  if (values === undefined) return problem(422, { detail: 'auth_data.data must be the text of a JSON object, for example {"USERNAME":"app","PASSWORD":"…"}.', pointer })
  const old = parseObject(present) ?? {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'object') return problem(422, { detail: 'The values of auth_data.data must be texts, numbers or booleans.', pointer })
    if (value !== redacted) continue
    if (!Object.hasOwn(old, name)) return problem(422, { detail: `A value of auth_data.data is ${redacted}, which keeps the stored value, but none is stored under that name.`, pointer })
    values[name] = old[name]
  }
  return { value: JSON.stringify(values) }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
