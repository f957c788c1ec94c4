import type { Tenant } from '@headgate/domain'

/** What the loops turn on. A key says *look*, never *what*. */
export interface WorkKey {
  /** `savepoint`: one that is to be written; `storage`: all files of an environment. */
  kind: 'statement' | 'pool' | 'results' | 'savepoint' | 'storage'
  organizationId: string
  environmentId: string
  /** Statement uid, pool id, snapshot id, or once more the environment's. */
  id: string
}

/** `kind/organization/environment/id`: the deterministic name of a key. */
export const renderWorkKey = (key: WorkKey): string =>
  `${key.kind}/${key.organizationId}/${key.environmentId}/${key.id}`

export function parseWorkKey(text: string): WorkKey | undefined {
  const [kind, organizationId, environmentId, id, ...rest] = text.split('/')
  if (rest.length > 0 || !organizationId || !environmentId || !id) return undefined
  if (!isKind(kind)) return undefined
  return { kind, organizationId, environmentId, id }
}

const kinds: readonly WorkKey['kind'][] = ['statement', 'pool', 'results', 'savepoint', 'storage']

const isKind = (text: string | undefined): text is WorkKey['kind'] => kinds.some((kind) => kind === text)

/** The key of an environment's files. */
export const storageKey = ({ organizationId, environmentId }: Tenant): WorkKey => ({ kind: 'storage', organizationId, environmentId, id: environmentId })
