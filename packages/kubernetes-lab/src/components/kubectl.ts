import { join } from 'node:path'
import { runProgramOrThrow } from '@headgate/testbed'

export interface KubectlOptions {
  /** What `-f -` reads. */
  input?: string
  /** Default: two minutes. */
  timeoutMs?: number
}

/** Runs kubectl as the administrator and returns what it prints. Throws with its last lines when it fails. */
export type Kubectl = (words: readonly string[], options?: KubectlOptions) => Promise<string>

/** The kubectl of a lab; it keeps what it remembers in the lab's directory. */
export function createKubectl(binDirectory: string, directory: string, kubeconfigFile: string): Kubectl {
  const env = { ...process.env, KUBECONFIG: kubeconfigFile, KUBECACHEDIR: join(directory, 'kubectl') }
  return async (words, { input, timeoutMs = 120_000 } = {}) => await runProgramOrThrow(join(binDirectory, 'hyperkube'), ['kubectl', ...words], { timeoutMs, env, input })
}
