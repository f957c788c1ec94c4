import { existsSync } from 'node:fs'
import { createSqlGateway, warmGateway } from '@headgate/adapter-flink'
import { trainArchives } from '@headgate/adapter-process'
import { defaultEngineDirectory, resolveEngine } from '@headgate/flink-engine'
import type { EngineProgress } from '@headgate/flink-engine'
import type { Failure } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { DevParts } from './dev-options.ts'
import { checkDiskSpace, renderBytes } from './machine/disk-space.ts'
import { findJava } from './machine/find-java.ts'
import { problem, recognise } from './problem.ts'
import { systemClock, systemIds } from './system.ts'

/**
 * Finds Java, fetches Flink's jars with Maven when they are not there yet, and lets each JVM write down its classes once, so that later starts
 * are quick. All of it is kept outside of the data directory, for every instance of this user.
 */
export const prepareEngine: DevParts['prepareEngine'] = async ({ env, onProgress, signal }) => {
  const java = await findJava(env)
  if (!java.ok) return java
  const root = defaultEngineDirectory()
  if (!existsSync(root)) {
    const space = await checkDiskSpace(root, 1_500_000_000, 'Fetching Flink')
    if (!space.ok) return space
  }
  let isFetching = false
  const resolved = await resolveEngine({
    mavenCommand: env['HEADGATE_MAVEN'] || 'mvn',
    javaCommand: java.value.command,
    targetDirectory: root,
    signal,
    onProgress: (progress) => {
      if (!isFetching) onProgress('Fetching Flink and its connectors with Maven (once)')
      isFetching = true
      const line = renderEngineProgress(progress)
      onProgress(line, progress.phase !== 'done')
    },
  })
  if (!resolved.ok) return explainEngineFailure(resolved, root)
  const { directory } = resolved.value
  if (!signal?.aborted) {
    const gateway = createSqlGateway()
    const startedAtMs = Date.now()
    // Quick when they are there: nothing is said then.
    const saying = setInterval(() => onProgress(`Preparing quick starts of Flink, once (${Math.round((Date.now() - startedAtMs) / 1000)} s)`, true), 1_000)
    await trainArchives({
      engineDirectory: directory, javaCommand: java.value.command, clock: systemClock, ids: systemIds, log: () => undefined,
      exercise: (endpoint) => warmGateway(gateway, endpoint),
    })
    clearInterval(saying)
  }
  return ok({ directory, javaCommand: java.value.command })
}

/** `12 of 60 jars, 96 MB fetched: flink-runtime-2.3.0.jar`. */
export function renderEngineProgress({ phase, artifact, jars, jarsTotal, bytes }: EngineProgress): string {
  if (phase === 'done') return `Flink is in place: ${jars} jars, ${renderBytes(bytes)}`
  const fetched = bytes > 0 ? `, ${renderBytes(bytes)} fetched` : ''
  return phase === 'download' ? `Fetching ${artifact}${fetched}; ${jarsTotal - jars} jars left` : `${jars} of ${jarsTotal} jars in place${fetched}: ${artifact}`
}

/** Gives the adapter's one line the exit code that it stands for. */
export function explainEngineFailure(failure: Failure, directory: string): Failure {
  const { message, detail } = failure
  if (/^(Java|Maven) was not found|-v(ersion)?' does not work|is Java \d+/.test(message)) return problem('prerequisite', message, '', detail)
  if (/\bdisk\b/i.test(message)) return problem('diskFull', message, '', detail)
  if (/cannot reach its repository/.test(message)) return problem('network', message, '', detail)
  return recognise(`${message} ${detail ?? ''}`, directory) ?? problem('failure', message, '', detail)
}
