/** Lines of `name  value`, the values below one another; what is empty is left out. */
export function renderFacts(facts: readonly (readonly [string, string | undefined])[]): string[] {
  const shown = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== '')
  const width = Math.max(...shown.map(([name]) => name.length))
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}

export const yesOrNo = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : value ? 'yes' : 'no')

export const pairs = (values: Record<string, string> | undefined): string | undefined =>
  values === undefined ? undefined : Object.entries(values).map(([key, value]) => `${key}=${value}`).join(', ')

/** `2026-11-02 09:00:00`, in UTC. */
export const shortTime = (time: string): string => time.slice(0, 19).replace('T', ' ')
