import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildKubernetes } from '@headgate/kubernetes-lab'
import { runProgram, runProgramOrThrow } from '@headgate/testbed'
import type { ProgramEnd } from '@headgate/testbed'
import { parseAllDocuments } from 'yaml'
import { chartDirectory } from '../chart-directory.ts'

/** An object as Helm renders it, as far as tests look into it. */
export interface RenderedObject {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; labels: Record<string, string>; annotations?: Record<string, string> }
  spec: { template: { metadata: { labels: Record<string, string> }; spec: Record<string, unknown> } }
  data?: Record<string, string>
  rules?: { apiGroups: string[]; resources: string[]; verbs: string[] }[]
}

/** Helm, at the version of the lab, as a test calls it. */
export interface Helm {
  /** Where it is, and kubectl. */
  binDirectory: string
  /** Runs it; its end is judged by the test. */
  run(words: readonly string[], options?: { env?: NodeJS.ProcessEnv; timeoutMs?: number }): Promise<ProgramEnd>
  /** What the release `flow` in the namespace `control` would be. Throws when the chart refuses. */
  render(words: readonly string[]): Promise<RenderedObject[]>
}

const release = ['template', 'flow', chartDirectory, '--namespace', 'control', '--kube-version', '1.34.4']

/** The examples of values. */
export const examples = readdirSync(join(chartDirectory, 'ci')).map((file) => ({ name: file.replace('-values.yaml', ''), file: join(chartDirectory, 'ci', file) }))

export async function openHelm(): Promise<Helm> {
  const { binDirectory } = await buildKubernetes({ parts: ['helm'] })
  const program = join(binDirectory, 'helm')
  return {
    binDirectory,
    run: (words, { env, timeoutMs = 60_000 } = {}) => runProgram(program, words, { timeoutMs, env: { ...process.env, ...env } }),
    async render(words) {
      const text = await runProgramOrThrow(program, [...release, ...words], { timeoutMs: 60_000 })
      return parseAllDocuments(text).flatMap((document) => {
        if (document.errors.length > 0) throw document.errors[0]
        return document.contents === null ? [] : [document.toJS() as RenderedObject]
      })
    },
  }
}
