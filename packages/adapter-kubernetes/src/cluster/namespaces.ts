import { failed, ok } from '@headgate/domain'
import type { Result, Tenant } from '@headgate/domain'
import { labelNames, manager } from '../labels.ts'
import { namespaceName } from '../names.ts'
import { renderNamespace } from '../render/render-namespace.ts'
import type { KubeObject } from '../kube-object.ts'
import { applyOwn } from './apply-own.ts'
import type { KubernetesClusterDeps } from './deps.ts'

export interface Namespaces {
  /** Makes the namespace of an environment and what guards it, or sees that they are as they should be; once for as long as nobody forgets it. */
  ensure(tenant: Tenant): Promise<Result<void>>
  /** It turned out not to be there (any more). */
  forget(tenant: Tenant): void
}

/** A namespace of that name which is somebody else's is not touched: `rejected`. */
export function createNamespaces({ client, platform }: Pick<KubernetesClusterDeps, 'client' | 'platform'>): Namespaces {
  const done = new Map<string, Promise<Result<void>>>()

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
      const making = done.get(name) ?? make(tenant)
      done.set(name, making)
      const made = await making
      if (!made.ok) done.delete(name)
      return made
    },
    forget: (tenant) => void done.delete(namespaceName(platform.namespacePrefix, tenant)),
  }
}
