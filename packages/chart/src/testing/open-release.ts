import { createApiUser } from '@headgate/e2e'
import type { ApiUser } from '@headgate/e2e'
import type { KubernetesNode } from '@headgate/kubernetes-lab'
import { chartDirectory } from '../chart-directory.ts'
import type { Helm } from './helm.ts'

const timeoutMs = 600_000

/** The connection that `headgate organization create --connection` prints. */
export type PrintedConnection = Record<string, string>

/** The release `flow` in the namespace `control` of a cluster. */
export interface Release {
  /** `helm <words>` on it; what it prints. Throws with what the cluster says when it fails. */
  helm(words: readonly string[]): Promise<string>
  /** Installs the chart and returns what it says. */
  install(more?: readonly string[]): Promise<string>
  /** With the same values and more. */
  upgrade(more?: readonly string[]): Promise<string>
  /** By the way of its notes. */
  createOrganization(notes: string): Promise<PrintedConnection>
  /** Who uses it by its Service. */
  userOf(connection: PrintedConnection): Promise<ApiUser>
  /** Waits for `doing`; when it fails, the error says what pods and the control plane say. */
  orTrouble<T>(doing: Promise<T>): Promise<T>
}

/** Makes the namespace of a release that will have these values; installs nothing yet. */
export async function openRelease({ lab, helm, values }: { lab: KubernetesNode; helm: Helm; values: readonly string[] }): Promise<Release> {
  await lab.kubectl(['create', 'namespace', 'control'])
  await lab.kubectl(['label', 'namespace', 'control', 'pod-security.kubernetes.io/enforce=restricted'])

  /** What pods and the control plane say, for a failing test. */
  async function trouble(): Promise<string> {
    const asked = [['get', 'pods', '-A', '-o', 'wide'], ['get', 'events', '-A'], ['-n', 'control', 'logs', '-l', 'app.kubernetes.io/component=controller', '--tail=40', '--prefix']]
    return (await Promise.all(asked.map((words) => lab.kubectl(words).catch(String)))).map((text) => text.slice(-6_000)).join('\n')
  }

  async function run(words: readonly string[]): Promise<string> {
    const end = await helm.run([...words, '--namespace', 'control'], { env: { KUBECONFIG: lab.kubeconfigFile }, timeoutMs })
    if (end.code !== 0) throw new Error(`helm ${words[0]} ended with ${end.code}: ${end.stdout.slice(-2_000)} ${end.stderr.slice(-2_000)}\n${await trouble()}`)
    // What Jobs of the chart say goes to the standard error.
    return `${end.stdout}\n${end.stderr}`
  }

  return {
    helm: run,
    install: (more = []) => run(['install', 'flow', chartDirectory, ...values, ...more, '--wait', '--timeout', '6m']),
    upgrade: (more = []) => run(['upgrade', 'flow', chartDirectory, ...values, ...more, '--wait', '--timeout', '6m']),
    async createOrganization(notes) {
      const create = /kubectl -n control (exec deploy\/flow-headgate-api -- headgate organization create acme .*) > connection.json/.exec(notes)?.[1]
      if (create === undefined) throw new Error(`The notes do not say how to make an organization: ${notes}`)
      return JSON.parse(await lab.kubectl(['-n', 'control', ...create.split(' ')])) as PrintedConnection
    },
    async userOf(connection) {
      const address = await lab.kubectl(['-n', 'control', 'get', 'service', 'flow-headgate', '-o', 'jsonpath={.spec.clusterIP}:{.spec.ports[0].port}'])
      const of = (name: string): string => connection[name] ?? ''
      return createApiUser({
        endpoint: `http://${address}`, organizationId: of('organization_id'), environmentId: of('environment_id'), computePoolId: of('compute_pool_id'), database: 'default',
        principalId: of('principal_id'), apiKey: of('api_key'), apiSecret: of('api_secret'),
      })
    },
    orTrouble: (doing) =>
      doing.catch(async (error: unknown) => {
        throw new Error(`${String(error)}\n${await trouble()}`)
      }),
  }
}
