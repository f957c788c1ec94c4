import type { IncomingMessage } from 'node:http'

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'apply' | 'patch' | 'replace' | 'delete' | 'log'

/** One request, as it is meant. */
export interface Call {
  verb: Verb
  kind: string
  apiVersion: string
  namespace?: string
  name?: string
  query: URLSearchParams
  body: unknown
  /** Without the query: the object or the collection that is asked for. */
  path: string
  /** By the clock of the fake. */
  atMs: number
}

const kinds: Record<string, string> = {
  configmaps: 'ConfigMap', limitranges: 'LimitRange', namespaces: 'Namespace', networkpolicies: 'NetworkPolicy', nodes: 'Node', pods: 'Pod',
  resourcequotas: 'ResourceQuota', secrets: 'Secret', serviceaccounts: 'ServiceAccount', services: 'Service',
}

/** Reads a request of Kubernetes' REST API; undefined for a path that there is none of. */
export function readCall(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: unknown, atMs: number): Call | undefined {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const parts = pathname.split('/').slice(1).map(decodeURIComponent)
  const apiVersion = parts[0] === 'api' ? parts[1] : parts.slice(1, 3).join('/')
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3)
  const namespace = rest[0] === 'namespaces' && rest.length > 2 ? rest[1] : undefined
  const [plural = '', name, below] = namespace === undefined ? rest : rest.slice(2)
  const kind = kinds[plural]
  const verb = verbOf(request, name, below, searchParams)
  if (kind === undefined || apiVersion === undefined || verb === undefined) return undefined
  return { verb, kind, apiVersion, ...(namespace === undefined ? {} : { namespace }), ...(name === undefined ? {} : { name }), query: searchParams, body, path: pathname, atMs }
}

function verbOf({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>, name: string | undefined, below: string | undefined, query: URLSearchParams): Verb | undefined {
  switch (method) {
    case 'GET':
      if (below === 'log') return 'log'
      return name !== undefined ? 'get' : query.get('watch') === 'true' ? 'watch' : 'list'
    case 'POST':
      return 'create'
    case 'PATCH':
      return headers['content-type'] === 'application/merge-patch+json' ? 'patch' : 'apply'
    case 'PUT':
      return 'replace'
    case 'DELETE':
      return 'delete'
    default:
      return undefined
  }
}
