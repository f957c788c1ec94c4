/** What the loops turn on. A key says *look*, never *what*. */
export interface WorkKey {
  kind: 'statement' | 'pool' | 'results'
  organizationId: string
  environmentId: string
  /** Statement uid, or pool id. */
  id: string
}

/** `kind/organization/environment/id`: the deterministic name of a key. */
export const renderWorkKey = (key: WorkKey): string =>
  `${key.kind}/${key.organizationId}/${key.environmentId}/${key.id}`

export function parseWorkKey(text: string): WorkKey | undefined {
  const [kind, organizationId, environmentId, id, ...rest] = text.split('/')
  if (rest.length > 0 || !organizationId || !environmentId || !id) return undefined
  if (kind !== 'statement' && kind !== 'pool' && kind !== 'results') return undefined
  return { kind, organizationId, environmentId, id }
}
