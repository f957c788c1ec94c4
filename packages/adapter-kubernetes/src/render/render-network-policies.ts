import type { Tenant } from '@headgate/domain'
import { podPorts } from '@headgate/flink-engine'
import type { WorkersWanted } from '@headgate/ports'
import type { KubeObject, Stored } from '../kube-object.ts'
import { generationLabels, labelNames, manager, tenantLabels } from '../labels.ts'
import { namespaceName } from '../names.ts'
import { usualNameResolution } from '../platform.ts'
import type { EgressPods, EgressRule, KubernetesPlatform } from '../platform.ts'
import { ownedBy } from './render-generation.ts'
import type { GenerationConfig } from './render-generation.ts'

/** What pods of an environment may reach and be reached by: nothing, but for what is named here and by `renderGenerationPolicy`. Pure. */
export function renderNetworkPolicies(tenant: Tenant, platform: KubernetesPlatform): KubeObject[] {
  const policy = (name: string, spec: object): KubeObject =>
    ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: namespaceName(platform.namespacePrefix, tenant), labels: tenantLabels(tenant) }, spec }) as KubeObject
  const names = platform.nameResolution ?? usualNameResolution
  const flink = { matchLabels: { [labelNames.managedBy]: manager, [labelNames.name]: 'flink' } }
  return [
    policy('deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy('name-resolution', {
      podSelector: flink,
      policyTypes: ['Egress'],
      egress: [{ to: [inNamespace(names.namespace, names.podLabels)], ports: ['UDP', 'TCP'].map((protocol) => ({ port: names.port, protocol })) }],
    }),
    policy('outside', { podSelector: flink, policyTypes: ['Egress'], egress: [...platform.egress.map(renderEgress), ...(platform.egressPods ?? []).map(renderEgressPods)] }),
    policy('control-plane', {
      podSelector: flink,
      policyTypes: ['Ingress'],
      ingress: [{ from: controlPlane(platform), ports: [podPorts.jobManagerRest, podPorts.gatewayRest].map((port) => ({ port, protocol: 'TCP' })) }],
    }),
  ]
}

/** The processes of one generation reach each other, and nobody else's. Pure. */
export function renderGenerationPolicy(wanted: WorkersWanted, generation: Stored<GenerationConfig>): KubeObject {
  const own = { matchLabels: { [labelNames.pool]: wanted.computePoolId, [labelNames.generation]: String(wanted.clusterGeneration) } }
  const peers = [{ podSelector: own }]
  const { name, namespace = '' } = generation.metadata
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace, labels: generationLabels(wanted, wanted.clusterGeneration), ownerReferences: ownedBy(generation) },
    spec: { podSelector: own, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: peers }], egress: [{ to: peers }] },
  } as KubeObject
}

function controlPlane({ controlPlaneNamespace, controlPlaneCidrs = [] }: KubernetesPlatform): object[] {
  const pods = controlPlaneNamespace === undefined ? [] : [inNamespace(controlPlaneNamespace, { 'app.kubernetes.io/part-of': manager })]
  return [...pods, ...controlPlaneCidrs.map((cidr) => ({ ipBlock: { cidr } }))]
}

const inNamespace = (namespace: string, podLabels: Record<string, string>): object => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: podLabels } })

const renderEgress = ({ cidr, except = [], ports }: EgressRule): object => to({ ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } }, ports)
const renderEgressPods = ({ namespace, podLabels, ports }: EgressPods): object => to(inNamespace(namespace, podLabels), ports)

const to = (peer: object, ports: number[] = []): object => ({ to: [peer], ...(ports.length === 0 ? {} : { ports: ports.map((port) => ({ port, protocol: 'TCP' })) }) })
