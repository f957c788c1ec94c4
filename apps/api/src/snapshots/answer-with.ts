import type { Snapshot, Tenant } from '@headgate/domain'
import type { ApiDeps } from '../deps.ts'
import type { Links } from '../http/links.ts'
import type { Problem } from '../http/problem.ts'
import type { Answer } from '../http/route.ts'
import { renderSnapshot } from '../render/render-snapshot.ts'
import { policiesOfTrash } from './policies-of-trash.ts'

/** The answer to what was done with a snapshot: the snapshot. */
export async function answerWith({ resources }: Pick<ApiDeps, 'resources'>, tenant: Tenant, links: Links, snapshot: Snapshot): Promise<Answer | Problem> {
  const policies = await policiesOfTrash(resources, tenant, [snapshot])
  return 'problem' in policies ? policies : { body: renderSnapshot(snapshot, links, { policies }) }
}
