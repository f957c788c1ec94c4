import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes `<directory>/conf/<user>.kubeconfig` from the certificate of the same name in `<directory>/pki`. JSON is YAML. */
export async function writeKubeconfig(directory: string, user: string, server: string): Promise<string> {
  const base64 = async (name: string) => (await readFile(join(directory, 'pki', name))).toString('base64')
  const file = kubeconfigFile(directory, user)
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { server, 'certificate-authority-data': await base64('ca.crt') } }],
    users: [{ name: user, user: { 'client-certificate-data': await base64(`${user}.crt`), 'client-key-data': await base64(`${user}.key`) } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user } }],
    'current-context': 'lab',
  }
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 })
  return file
}

export function kubeconfigFile(directory: string, user: string): string {
  return join(directory, 'conf', `${user}.kubeconfig`)
}
