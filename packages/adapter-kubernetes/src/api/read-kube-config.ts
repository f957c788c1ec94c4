import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { parse } from 'yaml'

/** How an API server is reached, and as whom. */
export interface KubeConnection {
  /** `https://host:port`, without a slash at the end. */
  server: string
  /** PEM. */
  certificateAuthority?: string
  clientCertificate?: string
  clientKey?: string
  /** The name in the server's certificate, where it is not that of the address. */
  serverName?: string
  /** Read anew for as long as the process lives: tokens of pods are replaced every hour. */
  readToken?: () => Promise<string>
}

/** Where Kubernetes puts what a pod needs to reach its API server. */
const usualAccountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount'

/**
 * The API server of the cluster that this process is a pod of, or the current context of a kubeconfig file. `rejected`: there is neither, or the
 * file says something that is not understood; the message says what.
 */
export async function readKubeConfig(options: { kubeconfigFile?: string | undefined; env: Record<string, string | undefined>; accountDirectory?: string }): Promise<Result<KubeConnection>> {
  const { kubeconfigFile, accountDirectory = usualAccountDirectory } = options
  if (kubeconfigFile !== undefined) return await readFileOf(kubeconfigFile)
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = options.env
  if (host === undefined || port === undefined) return failed('rejected', 'This process is no pod, and no kubeconfig file was named: set HEADGATE_KUBECONFIG to one.')
  try {
    const certificateAuthority = await readFile(`${accountDirectory}/ca.crt`, 'utf8')
    const readToken = async () => (await readFile(`${accountDirectory}/token`, 'utf8')).trim()
    await readToken()
    return ok({ server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`, certificateAuthority, readToken })
  } catch (error) {
    return failed('rejected', `The pod's service account is not there (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}): its pod needs automountServiceAccountToken.`, String(error))
  }
}

interface KubeConfigFile {
  'current-context'?: string
  contexts?: { name: string; context?: { cluster?: string; user?: string } }[]
  clusters?: { name: string; cluster?: { server?: string; 'certificate-authority'?: string; 'certificate-authority-data'?: string; 'tls-server-name'?: string; 'insecure-skip-tls-verify'?: boolean } }[]
  users?: { name: string; user?: { 'client-certificate'?: string; 'client-certificate-data'?: string; 'client-key'?: string; 'client-key-data'?: string; token?: string; tokenFile?: string } & Record<string, unknown> }[]
}

async function readFileOf(path: string): Promise<Result<KubeConnection>> {
  const refuse = (problem: string) => failed('rejected', `The kubeconfig file ${path} ${problem}.`)
  try {
    const file = parse(await readFile(path, 'utf8')) as KubeConfigFile | null
    const context = file?.contexts?.find(({ name }) => name === file['current-context'])?.context
    if (context === undefined) return refuse('has no current context')
    const cluster = file?.clusters?.find(({ name }) => name === context.cluster)?.cluster
    const user = file?.users?.find(({ name }) => name === context.user)?.user ?? {}
    if (cluster?.server === undefined) return refuse(`does not say where the cluster '${context.cluster}' is`)
    if (cluster['insecure-skip-tls-verify'] === true) return refuse('says that nobody need check who answers (insecure-skip-tls-verify): name the certificate authority instead')
    const unknown = ['exec', 'auth-provider', 'username'].find((name) => name in user)
    if (unknown !== undefined) return refuse(`signs its user in by '${unknown}', which is not supported: use a client certificate, a token or tokenFile`)
    // Paths in it are meant from where it lies.
    const content = async (data: string | undefined, name: string | undefined): Promise<string | undefined> =>
      data !== undefined ? Buffer.from(data, 'base64').toString() : name === undefined ? undefined : await readFile(resolve(dirname(path), name), 'utf8')
    const { token, tokenFile } = user
    return ok({
      server: cluster.server.replace(/\/+$/, ''),
      ...given('certificateAuthority', await content(cluster['certificate-authority-data'], cluster['certificate-authority'])),
      ...given('clientCertificate', await content(user['client-certificate-data'], user['client-certificate'])),
      ...given('clientKey', await content(user['client-key-data'], user['client-key'])),
      ...given('serverName', cluster['tls-server-name']),
      ...given('readToken', tokenFile !== undefined ? async () => (await readFile(resolve(dirname(path), tokenFile), 'utf8')).trim() : token === undefined ? undefined : () => Promise.resolve(token)),
    })
  } catch (error) {
    return refuse(`cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error).slice(0, 200)})`)
  }
}

const given = <Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> => (value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, T>>))
