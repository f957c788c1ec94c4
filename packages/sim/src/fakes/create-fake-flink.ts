import { failed, ok } from '@headgate/domain'
import type { JobState, Result } from '@headgate/domain'
import type { FlinkPort } from '@headgate/ports'
import type { FakeCluster } from './create-fake-cluster.ts'
import type { FakeJob } from './engine/fake-job.ts'

const flinkVersion = '2.3.0'

/** The REST endpoints of the JobManagers of a fake cluster. */
export function createFakeFlink(options: { cluster: Pick<FakeCluster, 'engineAt'> }): FlinkPort {
  const jobAt = (endpoint: string, jobId: string): Result<FakeJob> => {
    const engine = options.cluster.engineAt(endpoint)
    if (!engine.ok) return engine
    const found = engine.value.find(jobId)
    return found === undefined ? failed('not-found', `The job ${jobId} does not exist.`) : ok(found)
  }
  return {
    async observeCluster(endpoint, clusterGeneration) {
      const engine = options.cluster.engineAt(endpoint)
      if (!engine.ok) return engine
      const { slots } = engine.value
      const facts = engine.value.jobs().map((each) => {
        const { state, allTasksRunning, startTimeMs, endTimeMs } = each
        return [each.request.jobId, { state, allTasksRunning, startTimeMs, endTimeMs }] as const
      })
      return ok({
        clusterGeneration,
        taskManagers: slots.taskManagers(),
        slotsTotal: slots.total(),
        slotsAvailable: slots.available(),
        jobs: Object.fromEntries(facts),
        flinkVersion,
      })
    },
    async describeJob(endpoint, jobId) {
      const found = jobAt(endpoint, jobId)
      if (!found.ok) return found
      const { state, allTasksRunning, startTimeMs, endTimeMs, restarts, newestCheckpoint, restoredFromUri } = found.value
      return ok({
        jobId,
        state,
        allTasksRunning,
        startTimeMs,
        endTimeMs,
        restarts,
        ...(newestCheckpoint === undefined ? {} : { newestCheckpoint: { ...newestCheckpoint } }),
        ...(restoredFromUri === undefined ? {} : { restoredFromUri }),
      })
    },
    async listExceptions(endpoint, jobId) {
      const found = jobAt(endpoint, jobId)
      return found.ok ? ok(found.value.exceptions.map((exception) => ({ ...exception }))) : found
    },
    async stopWithSavepoint(endpoint, jobId, request) {
      const engine = options.cluster.engineAt(endpoint)
      if (!engine.ok) return engine
      engine.value.stop(jobId, request.triggerId, request.targetUri)
      return ok(undefined)
    },
    async triggerSavepoint(endpoint, jobId, request) {
      const engine = options.cluster.engineAt(endpoint)
      if (!engine.ok) return engine
      engine.value.trigger(jobId, request.triggerId, request.targetUri)
      return ok(undefined)
    },
    async savepointStatus(endpoint, jobId, triggerId) {
      const engine = options.cluster.engineAt(endpoint)
      return engine.ok ? engine.value.savepoint(jobId, triggerId) : engine
    },
    async cancelJob(endpoint, jobId) {
      const engine = options.cluster.engineAt(endpoint)
      if (!engine.ok) return engine
      engine.value.cancel(jobId)
      return ok(undefined)
    },
    async readSourceOffsets(endpoint, jobId) {
      const found = jobAt(endpoint, jobId)
      return found.ok ? ok({ ...found.value.request.sourceOffsets }) : found
    },
    parseArchive,
  }
}

interface ArchivedJob {
  jid?: string
  state?: JobState
  'end-time'?: number
}

/** The pages of an archive file are URL paths with their JSON as text. */
function parseArchive(jobId: string, archiveText: string): { state: JobState; endTimeMs: number } | undefined {
  try {
    const { archive } = JSON.parse(archiveText) as { archive: { path: string; json: string }[] }
    const page = archive.find((each) => each.path === `/jobs/${jobId}`)
    if (page === undefined) return undefined
    const { jid, state, 'end-time': endTimeMs } = JSON.parse(page.json) as ArchivedJob
    return jid === jobId && state !== undefined && endTimeMs !== undefined ? { state, endTimeMs } : undefined
  } catch {
    // Half written, or something else.
    return undefined
  }
}
