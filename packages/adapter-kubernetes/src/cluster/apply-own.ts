import { failed } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { keyOf } from '../api/kube-client.ts'
import type { KubeClient } from '../api/kube-client.ts'
import type { KubeObject } from '../kube-object.ts'
import { labelNames, manager } from '../labels.ts'

/**
 * Makes an object as it is said, unless one of this name is somebody else's: `rejected`. One of an earlier owner that is just being collected is
 * `conflict`: it is soon gone.
 */
export async function applyOwn(client: Pick<KubeClient, 'get' | 'apply'>, object: KubeObject): Promise<Result<unknown>> {
  const there = await client.get<KubeObject>(keyOf(object))
  if (!there.ok && there.reason !== 'not-found') return there
  const name = `${object.kind} ${object.metadata.name} in the namespace ${object.metadata.namespace}`
  if (there.ok && there.value.metadata.labels?.[labelNames.managedBy] !== manager) return failed('rejected', `The ${name} is there, but was not made by Headgate. Rename or remove it.`)
  const owners = object.metadata.ownerReferences ?? []
  if (there.ok && owners.some(({ uid }) => there.value.metadata.ownerReferences?.every((other) => other.uid !== uid) ?? true)) {
    return failed('conflict', `The ${name} is of an earlier owner; it is made anew when it is gone.`)
  }
  return await client.apply(object)
}
