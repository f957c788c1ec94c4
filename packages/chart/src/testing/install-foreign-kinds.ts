import { join } from 'node:path'
import type { KubernetesLab } from '@headgate/kubernetes-lab'
import { goProgram, runProgramOrThrow } from '@headgate/testbed'

/** Where the definitions lie, in modules that their authors publish. */
const definitions = [
  { module: 'sigs.k8s.io/gateway-api@v1.4.0', file: 'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml', name: 'httproutes.gateway.networking.k8s.io' },
  { module: 'github.com/prometheus-operator/prometheus-operator@v0.89.0', file: 'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml', name: 'servicemonitors.monitoring.coreos.com' },
]

/** Makes kinds known to an API server that the chart can use and not every cluster has: HTTPRoute, ServiceMonitor. Needs Go; fetches some 10 MB the first time. */
export async function installForeignKinds(lab: Pick<KubernetesLab, 'kubectl'>): Promise<void> {
  const go = await goProgram()
  for (const { module, file, name } of definitions) {
    const answer = await runProgramOrThrow(go.program, ['mod', 'download', '-json', module], { timeoutMs: 10 * 60_000, env: go.env })
    const { Dir: directory } = JSON.parse(answer) as { Dir: string }
    // Too long for the note that a plain `apply` keeps of what it was given.
    await lab.kubectl(['apply', '--server-side', '-f', join(directory, file)])
    await lab.kubectl(['wait', '--for=condition=Established', `crd/${name}`, '--timeout=60s'])
  }
}
