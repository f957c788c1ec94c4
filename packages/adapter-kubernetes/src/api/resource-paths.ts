/** A kind of objects. */
export interface ResourceKind {
  apiVersion: string
  kind: string
}

/** One object, or with neither name nor namespace all of a kind. */
export interface ObjectKey extends ResourceKind {
  namespace?: string
  name?: string | undefined
}

/** How each kind that we use is called in paths. */
const plurals: Record<string, string> = {
  ConfigMap: 'configmaps',
  LimitRange: 'limitranges',
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies',
  Node: 'nodes',
  Pod: 'pods',
  ResourceQuota: 'resourcequotas',
  Secret: 'secrets',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
}

export const podKind: ResourceKind = { apiVersion: 'v1', kind: 'Pod' }
export const nodeKind: ResourceKind = { apiVersion: 'v1', kind: 'Node' }
export const configMapKind: ResourceKind = { apiVersion: 'v1', kind: 'ConfigMap' }

/** The path of an object or of a collection. Throws for a kind that has no place in the table above. */
export function pathOf({ apiVersion, kind, namespace, name }: ObjectKey): string {
  const plural = plurals[kind]
  if (plural === undefined) throw new Error(`There is no path for objects of kind ${kind}.`)
  const parts = [apiVersion.includes('/') ? 'apis' : 'api', apiVersion, ...(namespace === undefined ? [] : ['namespaces', encodeURIComponent(namespace)]), plural, ...(name === undefined ? [] : [encodeURIComponent(name)])]
  return `/${parts.join('/')}`
}
