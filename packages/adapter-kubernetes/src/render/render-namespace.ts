import type { Tenant } from '@headgate/domain'
import type { KubeObject } from '../kube-object.ts'
import { tenantLabels } from '../labels.ts'
import { namespaceName } from '../names.ts'
import type { KubernetesPlatform } from '../platform.ts'
import { renderNetworkPolicies } from './render-network-policies.ts'

/** The account of Flink's pods. It has no rights, and no pod has its token. */
export const flinkAccount = 'flink'

/** The namespace of an environment and what guards it, in the order in which they are made. Pure. */
export function renderNamespace(tenant: Tenant, platform: KubernetesPlatform): KubeObject[] {
  const namespace = namespaceName(platform.namespacePrefix, tenant)
  const labels = tenantLabels(tenant)
  const metadata = (name: string) => ({ name, namespace, labels })
  const { podsMax, memoryBytesMax, cpuMillisMax } = platform.quota
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { ...labels, 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'latest', 'pod-security.kubernetes.io/warn': 'restricted' } },
    },
    // Before any pod: what is open is opened afterwards.
    ...renderNetworkPolicies(tenant, platform),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(flinkAccount), automountServiceAccountToken: false } as KubeObject,
    // No services that reach outside, and no volumes that outlive a pool.
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: metadata('headgate'),
      spec: {
        hard: {
          pods: String(podsMax), 'requests.cpu': `${cpuMillisMax}m`, 'requests.memory': String(memoryBytesMax), 'limits.memory': String(memoryBytesMax),
          'services.loadbalancers': '0', 'services.nodeports': '0', persistentvolumeclaims: '0',
        },
      },
    } as KubeObject,
    // What comes into the namespace past Headgate is small, or says what it needs.
    { apiVersion: 'v1', kind: 'LimitRange', metadata: metadata('headgate'), spec: { limits: [{ type: 'Container', default: { memory: '256Mi' }, defaultRequest: { memory: '256Mi', cpu: '10m' } }] } } as KubeObject,
  ]
}
