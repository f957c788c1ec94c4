import type { KubeObject } from '../kube-object.ts'
import type { FakeObject, FakeObjects } from './fake-objects.ts'
import type { Call } from './read-call.ts'

export interface Answer {
  status: number
  /** An object is sent as JSON. */
  body: object | string
}

/** `kind: Status`, as an API server says why not. */
export const statusOf = (code: number, reason: string, message: string, details: object = {}): Answer => ({ status: code, body: { apiVersion: 'v1', kind: 'Status', status: 'Failure', code, reason, message, details } })

/** Does what a request asks, as far as Headgate asks it. Watches are not among it. `pageSizeMax`: more than so many are listed in pages, whatever is asked. */
export function answerCall(call: Call, objects: FakeObjects, options: { pageSizeMax: number; logOf: (pod: FakeObject) => string }): Answer {
  const { verb, kind, namespace, name = '' } = call
  const notFound = () => statusOf(404, 'NotFound', `${kind} "${name}" not found`)
  switch (verb) {
    case 'get': {
      const found = objects.find(kind, namespace, name)
      return found === undefined ? notFound() : { status: 200, body: found }
    }
    case 'list':
      return list(call, objects, options.pageSizeMax)
    case 'create':
      return create(call, objects)
    case 'apply': {
      const wanted = call.body as KubeObject
      const there = objects.find(kind, namespace, name)
      if (there === undefined) return create({ ...call, body: wanted }, objects)
      return { status: 200, body: objects.change({ ...merge(there, wanted), metadata: { ...there.metadata, ...(merge(there.metadata, wanted.metadata)) } }) }
    }
    case 'patch': {
      const wanted = call.body as { metadata: { resourceVersion?: string; finalizers?: string[] } }
      const there = objects.find(kind, namespace, name)
      if (there === undefined) return notFound()
      if ((wanted.metadata.resourceVersion ?? there.metadata.resourceVersion) !== there.metadata.resourceVersion) return statusOf(409, 'Conflict', `Operation cannot be fulfilled on ${kind} "${name}": the object has been modified`)
      const changed = objects.change({ ...there, metadata: { ...there.metadata, ...wanted.metadata } as FakeObject['metadata'] })
      if (isToGo(changed)) objects.remove(changed, 'now')
      return { status: 200, body: changed }
    }
    case 'replace': {
      const wanted = call.body as FakeObject
      const there = objects.find(kind, namespace, name)
      if (there === undefined) return notFound()
      if (wanted.metadata.uid !== there.metadata.uid || wanted.metadata.resourceVersion !== there.metadata.resourceVersion) {
        return statusOf(409, 'Conflict', `Operation cannot be fulfilled on ${kind} "${name}": the object has been modified; please apply your changes to the latest version and try again`)
      }
      return { status: 200, body: objects.change(wanted) }
    }
    case 'delete': {
      const there = objects.find(kind, namespace, name)
      const uid = (call.body as { preconditions?: { uid?: string } } | undefined)?.preconditions?.uid
      if (there === undefined) return notFound()
      if (uid !== undefined && uid !== there.metadata.uid) return statusOf(409, 'Conflict', `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${there.metadata.uid}`)
      objects.remove(there)
      return { status: 200, body: objects.find(kind, namespace, name) ?? { apiVersion: 'v1', kind: 'Status', status: 'Success' } }
    }
    case 'log': {
      const pod = objects.find('Pod', namespace, name)
      return pod === undefined ? notFound() : { status: 200, body: options.logOf(pod) }
    }
    case 'watch':
      throw new Error('A watch is no question with one answer.')
  }
}

/** Nothing keeps an object any more whose deletion was asked for: nobody's finalizer, and no process. */
export const isToGo = ({ kind, metadata, spec, status }: FakeObject): boolean =>
  metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0 && (status?.['phase'] === 'Succeeded' || status?.['phase'] === 'Failed' || (kind === 'Pod' && spec?.['nodeName'] === undefined))

/** What a label selector of a query finds: `a=1,b=2,c`. */
export function selects(selector: string | null, object: KubeObject): boolean {
  return (selector ?? '').split(',').filter((part) => part !== '').every((part) => {
    const [label = '', value] = part.split('=')
    const there = object.metadata.labels?.[label]
    return value === undefined ? there !== undefined : there === value
  })
}

function list({ kind, apiVersion, namespace, query }: Call, objects: FakeObjects, pageSizeMax: number): Answer {
  const found = objects.all(kind, namespace).filter((object) => selects(query.get('labelSelector'), object))
  const from = Number(query.get('continue') ?? 0)
  const to = from + Math.min(pageSizeMax, Number(query.get('limit') ?? found.length))
  // In a list items do not say what they are.
  const items = found.slice(from, to).map(({ kind: _kind, apiVersion: _version, ...item }) => item)
  return { status: 200, body: { apiVersion, kind: `${kind}List`, metadata: { resourceVersion: String(objects.version()), ...(to < found.length ? { continue: String(to) } : {}) }, items } }
}

function create({ kind, namespace, body }: Call, objects: FakeObjects): Answer {
  const wanted = body as KubeObject
  const { name } = wanted.metadata
  if (namespace !== undefined) {
    const home = objects.find('Namespace', undefined, namespace)
    if (home === undefined) return statusOf(404, 'NotFound', `namespaces "${namespace}" not found`)
    if (home.metadata.deletionTimestamp !== undefined) return statusOf(403, 'Forbidden', `${kind} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`)
  }
  if (objects.find(kind, namespace, name) !== undefined) return statusOf(409, 'AlreadyExists', `${kind} "${name}" already exists`)
  const pending = kind === 'Pod' ? { status: { phase: 'Pending' } } : {}
  return { status: 201, body: objects.add({ ...wanted, ...pending }) }
}

/** Maps are merged; whatever else is there is replaced. Enough of server-side apply for objects that one hand applies. */
function merge<T extends object>(there: T, wanted: object): T {
  const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)
  const entries = Object.entries(wanted).map(([field, value]) => {
    const before = (there as Record<string, unknown>)[field]
    return [field, isMap(before) && isMap(value) ? merge(before, value) : value]
  })
  return { ...there, ...(Object.fromEntries(entries) as Partial<T>) }
}
