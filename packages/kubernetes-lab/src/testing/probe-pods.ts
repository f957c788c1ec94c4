import { PROBE_IMAGE } from '../build/parts.ts'
import type { KubernetesLab } from '../kubernetes-lab.ts'

export const NAMESPACE = 'tenant'

export interface ProbePodOptions {
  labels?: Record<string, string>
  memoryLimit?: string
  ownerReferences?: object[]
}

/** A pod of the probe image, by the rules of Pod Security `restricted`. */
export function probePod(name: string, { labels = {}, memoryLimit = '64Mi', ownerReferences }: ProbePodOptions = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE, labels: { name, ...labels }, ownerReferences },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'probe',
          image: PROBE_IMAGE,
          imagePullPolicy: 'Never',
          ports: [{ name: 'http', containerPort: 8080 }],
          readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1 },
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: memoryLimit } },
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  }
}

/** Creates or changes objects, server-side. */
export async function apply(lab: KubernetesLab, ...objects: object[]): Promise<void> {
  await lab.kubectl(['apply', '--server-side', '-f', '-'], { input: objects.map((object) => JSON.stringify(object)).join('\n---\n') })
}

/** Waits until pods answer. */
export async function waitReady(lab: KubernetesLab, ...names: string[]): Promise<void> {
  await lab.kubectl(['-n', NAMESPACE, 'wait', '--for=condition=Ready', ...names.map((name) => `pod/${name}`), '--timeout=90s'])
}
