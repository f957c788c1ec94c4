import { failed, ok } from '@headgate/domain'
import type { Result, Tenant } from '@headgate/domain'
import { labelNames, manager } from '../labels.ts'
import { namespaceName } from '../names.ts'
import { renderNamespace } from '../render/render-namespace.ts'
import type { KubeObject } from '../kube-object.ts'
import { applyOwn } from './apply-own.ts'
import type { KubernetesClusterDeps } from './deps.ts'

export interface Namespaces {
  /** Makes the namespace of an environment and what guards it, or sees that they are as they should be; again after some minutes, or when somebody forgot it. */
  ensure(tenant: Tenant): Promise<Result<void>>
  /** It turned out not to be there (any more). */
  forget(tenant: Tenant): void
}

/** Somebody may have taken away what guards a namespace. */
const lookAgainMs = 10 * 60_000

/** A namespace of that name which is somebody else's is not touched: `rejected`. */
export function createNamespaces({ client, platform, clock }: Pick<KubernetesClusterDeps, 'client' | 'platform' | 'clock'>): Namespaces {
  const done = new Map<string, { atMs: number; making: Promise<Result<void>> }>()

  async function make(tenant: Tenant): Promise<Result<void>> {
    const name = namespaceName(platform.namespacePrefix, tenant)
    const there = await client.get<KubeObject>({ apiVersion: 'v1', kind: 'Namespace', name })
    if (!there.ok && there.reason !== 'not-found') return there
    if (there.ok) {
      const { labels = {}, deletionTimestamp } = there.value.metadata
      if (labels[labelNames.managedBy] !== manager || labels[labelNames.organization] !== tenant.organizationId) {
        return failed('rejected', `The namespace ${name} is there, but was not made by Headgate for this organization. Rename or remove it, or choose another prefix of namespaces.`)
      }
      if (deletionTimestamp !== undefined) return failed('conflict', `The namespace ${name} is being deleted; it is made again when it is gone.`)
    }
    for (const object of renderNamespace(tenant, platform)) {
      const applied = object.kind === 'Namespace' ? await client.apply(object) : await applyOwn(client, object)
      if (!applied.ok) return applied
    }
    return ok(undefined)
  }

  return {
    async ensure(tenant) {
      const name = namespaceName(platform.namespacePrefix, tenant)
      const known = done.get(name)
      const nowMs = clock.nowMs()
      const last = known === undefined || nowMs - known.atMs > lookAgainMs ? { atMs: nowMs, making: make(tenant) } : known
      done.set(name, last)
      const made = await last.making
      if (!made.ok) done.delete(name)
      return made
    },
    forget: (tenant) => void done.delete(namespaceName(platform.namespacePrefix, tenant)),
  }
}
