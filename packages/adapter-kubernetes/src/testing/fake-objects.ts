import type { KubeObject, Stored } from '../kube-object.ts'

/** An object as the fake keeps it: whatever else it says is kept too. */
export type FakeObject = Stored<KubeObject> & { spec?: Record<string, unknown>; status?: Record<string, unknown>; data?: Record<string, string> }

export interface FakeEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  object: FakeObject
  version: number
}

/** What etcd and the garbage collector are to an API server: objects in memory, each change with a version of its own. */
export interface FakeObjects {
  version(): number
  find(kind: string, namespace: string | undefined, name: string): FakeObject | undefined
  /** In the order of their names. */
  all(kind: string, namespace?: string): FakeObject[]
  add(object: KubeObject): FakeObject
  /** In place of what is there under this name. */
  change(object: FakeObject): FakeObject
  /** With everything that it owns, or that is in it. A pod that runs is asked to end, and is there till the kubelet has done it. */
  remove(object: FakeObject, now?: 'now'): void
  /** Changes after a version; undefined when that is too long ago. */
  since(version: number): FakeEvent[] | undefined
  /** As if the history up to now was compacted. */
  forgetHistory(): void
  onEvent(listener: (event: FakeEvent) => void): () => void
}

export function createFakeObjects(nowMs: () => number): FakeObjects {
  const objects = new Map<string, FakeObject>()
  const listeners = new Set<(event: FakeEvent) => void>()
  const history: FakeEvent[] = []
  let version = 100
  let oldest = version
  let uids = 0

  const keyOf = (kind: string, namespace: string | undefined, name: string): string => `${kind}/${namespace ?? ''}/${name}`
  const tell = (type: FakeEvent['type'], object: FakeObject): void => {
    const event = { type, object: structuredClone(object), version }
    history.push(event)
    for (const listener of listeners) listener(event)
  }
  const store = (object: FakeObject, type: 'ADDED' | 'MODIFIED'): FakeObject => {
    version += 1
    object.metadata.resourceVersion = String(version)
    objects.set(keyOf(object.kind, object.metadata.namespace, object.metadata.name), object)
    tell(type, object)
    return structuredClone(object)
  }

  const self: FakeObjects = {
    version: () => version,
    find: (kind, namespace, name) => structuredClone(objects.get(keyOf(kind, namespace, name))),
    all: (kind, namespace) =>
      [...objects.values()]
        .filter((object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace))
        .sort((a, b) => (keyOf(kind, a.metadata.namespace, a.metadata.name) < keyOf(kind, b.metadata.namespace, b.metadata.name) ? -1 : 1))
        .map((object) => structuredClone(object)),
    add(object) {
      uids += 1
      const made = structuredClone(object) as FakeObject
      made.metadata = { ...made.metadata, uid: `uid-${uids}`, resourceVersion: '', creationTimestamp: new Date(nowMs()).toISOString() }
      return store(made, 'ADDED')
    },
    change(object) {
      const before = objects.get(keyOf(object.kind, object.metadata.namespace, object.metadata.name))
      const isSame = before !== undefined && JSON.stringify({ ...before, metadata: { ...before.metadata, resourceVersion: '' } }) === JSON.stringify({ ...object, metadata: { ...object.metadata, resourceVersion: '' } })
      return isSame ? structuredClone(before) : store(structuredClone(object), 'MODIFIED')
    },
    remove(object, now) {
      const key = keyOf(object.kind, object.metadata.namespace, object.metadata.name)
      const there = objects.get(key)
      if (there === undefined || there.metadata.uid !== object.metadata.uid) return
      if (object.kind === 'Pod' && now === undefined) {
        if (there.metadata.deletionTimestamp === undefined) self.change({ ...there, metadata: { ...there.metadata, deletionTimestamp: new Date(nowMs()).toISOString() } })
        return
      }
      objects.delete(key)
      version += 1
      tell('DELETED', { ...there, metadata: { ...there.metadata, resourceVersion: String(version) } })
      const within = (other: FakeObject): boolean => object.kind === 'Namespace' && other.metadata.namespace === object.metadata.name
      for (const other of [...objects.values()]) if (within(other) || other.metadata.ownerReferences?.some(({ uid }) => uid === there.metadata.uid)) self.remove(other, within(other) ? 'now' : undefined)
    },
    since: (from) => (from < oldest ? undefined : history.filter((event) => event.version > from)),
    forgetHistory() {
      oldest = version + 1
      version += 1
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return self
}
