import { failed, ok } from '@headgate/domain'
import type { JobState, Result } from '@headgate/domain'
import type { Ids, JobException } from '@headgate/ports'
import type { VirtualClock } from '../../virtual-clock.ts'
import type { FakeBlobs } from '../create-fake-blobs.ts'
import type { EngineSettings } from './engine-settings.ts'
import type { FakeJob, JobRequest, SavepointState } from './fake-job.ts'
import { isOver, runMsOf } from './fake-job.ts'
import { createSlots } from './slots.ts'
import type { Slots } from './slots.ts'
import { discardCheckpoints, leaveCheckpointRemains, leaveSavepointRemains, makeCheckpointDirectory, readSnapshot, writeArchive, writeCheckpoint, writeSavepoint } from './snapshots.ts'

export interface EngineOptions {
  clock: VirtualClock
  blobs: FakeBlobs
  ids: Ids
  settings: EngineSettings
  /** Where it writes how jobs ended. */
  archiveKey: string
  /** Told of each job that is taken, and of each change of its state; for checkers. */
  onJob?(job: FakeJob, event: 'submitted' | 'changed'): void
}

/** The memory of one JobManager: jobs that live on the virtual clock, and slots. It is gone with its process. */
export interface FakeEngine {
  readonly slots: Slots
  readonly settings: EngineSettings
  /** `conflict`: a job of this id was sent before, even if it has ended. */
  submit(request: JobRequest): Result<FakeJob>
  find(jobId: string): FakeJob | undefined
  /** In the order of their submission. */
  jobs(): FakeJob[]
  cancel(jobId: string): void
  /** Ends a job as FINISHED. */
  finish(jobId: string): void
  /** Ends a job as FAILED, with this cause (or none, as Flink does for a missing restore path). */
  fail(jobId: string, exception?: Omit<JobException, 'atMs'>): void
  /** Repeated with the same trigger id it changes nothing. Asked of a job that is gone or over, the savepoint fails, as in Flink. */
  stop(jobId: string, triggerId: string, targetUri: string): void
  /** A savepoint that stops nothing; else as `stop`. */
  trigger(jobId: string, triggerId: string, targetUri: string): void
  savepoint(jobId: string, triggerId: string): Result<SavepointState>
  /** Completes a checkpoint now, if the tasks of the job run. */
  checkpoint(jobId: string): void
  addTaskManager(id: string, slots: number): void
  /** Noticed a while later. */
  loseTaskManager(id: string): void
  /** Ended jobs leave its memory, as they do after `jobstore.expiration-time`; whether there were any. What was archived stays archived. */
  forgetEnded(): boolean
  /** The process is gone, and with it all that it knew and had begun. */
  die(): void
  isDead(): boolean
}

/** Starts a JobManager without TaskManagers. */
export function createFakeEngine(options: EngineOptions): FakeEngine {
  const { clock, blobs, settings } = options
  const jobs = new Map<string, FakeJob>()
  /** Ids that were ever submitted: Flink refuses them as long as the process lives, also when it forgot the job. */
  const taken = new Set<string>()
  /** By job and trigger id: kept as long as the process lives, also for jobs that never were. */
  const savepoints = new Map<string, SavepointState>()
  const slots = createSlots()
  let dead = false

  /** Runs unless the process died; with a job, also unless the job's state changed. */
  const later = (delayMs: number, run: () => void, job?: FakeJob) => {
    const epoch = job?.epoch
    clock.schedule(delayMs, () => {
      if (!dead && job?.epoch === epoch) run()
    })
  }
  const turn = (job: FakeJob, state: JobState) => {
    job.runMs = runMsOf(job, clock.nowMs())
    job.runningSinceMs = undefined
    job.allTasksRunning = false
    job.state = state
    job.epoch += 1
    options.onJob?.(job, 'changed')
  }
  const note = (job: FakeJob, exception: Omit<JobException, 'atMs'>) => void job.exceptions.unshift({ ...exception, atMs: clock.nowMs() })

  const initialize = (job: FakeJob) => {
    const { restoreUri, checkpointIntervalMs } = job.request
    if (checkpointIntervalMs !== undefined) makeCheckpointDirectory(job, blobs)
    if (restoreUri === undefined) return waitForSlots(job)
    const snapshot = readSnapshot(restoreUri, blobs)
    if (snapshot === undefined) return later(settings.restoreFailureMs, () => end(job, 'FAILED'), job)
    job.restoredFromUri = restoreUri
    job.nextCheckpointId = snapshot.checkpointId + 1
    job.runMs = job.savedRunMs = snapshot.runMs
    waitForSlots(job)
  }
  const waitForSlots = (job: FakeJob) => {
    turn(job, 'CREATED')
    later(settings.resourceTimeoutMs, () => failFor(job, noSlots), job)
    deployWhatFits()
  }
  const deployWhatFits = () => {
    for (const job of jobs.values()) {
      if (job.state !== 'CREATED') continue
      const given = slots.take(job.request.parallelism)
      if (given === undefined) continue
      turn(job, 'RUNNING')
      job.slots = given
      later(settings.deployMs, () => run(job), job)
    }
  }
  /** After the savepoint of a stop its sources give nothing more: it ends for that, or goes back to its newest checkpoint. */
  const isHeld = (job: FakeJob) => job.heldAtEpoch === job.epoch
  const run = (job: FakeJob) => {
    const { ends, fails, checkpointIntervalMs, onRunning } = job.request
    job.allTasksRunning = true
    job.runningSinceMs = clock.nowMs()
    if (ends.kind === 'after') later(Math.max(0, ends.runMs - job.runMs), () => void (isHeld(job) || end(job, 'FINISHED')), job)
    if (fails !== undefined) later(Math.max(0, fails.afterMs - job.runMs), () => failFor(job, fails.exception), job)
    if (checkpointIntervalMs !== undefined) checkpointEvery(job, checkpointIntervalMs)
    onRunning?.()
  }
  const completeCheckpoint = (job: FakeJob) => {
    const discard = writeCheckpoint(job, blobs, clock.nowMs())
    for (const [part, share] of [['shared', 0.5], ['own', 1]] as const) {
      if (settings.checkpointDiscardMs === 0) discard[part]()
      else later(settings.checkpointDiscardMs * share, discard[part])
    }
  }
  const checkpointEvery = (job: FakeJob, intervalMs: number) => {
    const complete = () => {
      if (!settings.checkpointsFail) completeCheckpoint(job)
      later(Math.max(intervalMs, settings.checkpointPauseMs), () => later(settings.checkpointDurationMs, complete, job), job)
    }
    later(intervalMs, () => later(settings.checkpointDurationMs, complete, job), job)
  }
  const failFor = (job: FakeJob, exception: Omit<JobException, 'atMs'>) => {
    note(job, exception)
    end(job, 'FAILED')
  }
  const end = (job: FakeJob, state: 'FINISHED' | 'FAILED' | 'CANCELED') => {
    turn(job, state)
    job.endTimeMs = clock.nowMs()
    slots.giveBack(job.slots)
    job.slots = []
    // Kept after a failure and a cancellation, as execution.checkpointing.externalized… RETAIN_ON_CANCELLATION asks.
    if (state === 'FINISHED') discardCheckpoints(job, blobs)
    later(settings.archiveMs, () => writeArchive(job, options.archiveKey, blobs))
    deployWhatFits()
  }
  const restart = (job: FakeJob, exception: Omit<JobException, 'atMs'>) => {
    note(job, exception)
    turn(job, 'RESTARTING')
    job.restarts += 1
    job.runMs = job.savedRunMs
    slots.giveBack(job.slots)
    job.slots = []
    if (job.newestCheckpoint !== undefined) job.restoredFromUri = job.newestCheckpoint.uri
    later(settings.restartDelayMs, () => waitForSlots(job), job)
  }

  return {
    slots,
    settings,
    submit(request) {
      if (taken.has(request.jobId)) return failed('conflict', `The job ${request.jobId} was submitted before.`)
      const job: FakeJob = {
        request,
        state: 'INITIALIZING',
        allTasksRunning: false,
        startTimeMs: clock.nowMs(),
        endTimeMs: -1,
        restarts: 0,
        slots: [],
        exceptions: [],
        nextCheckpointId: 1,
        sharedFiles: [],
        savedRunMs: 0,
        runMs: 0,
        epoch: 0,
      }
      jobs.set(request.jobId, job)
      taken.add(request.jobId)
      options.onJob?.(job, 'submitted')
      later(settings.initializeMs, () => initialize(job), job)
      return ok(job)
    },
    find: (jobId) => jobs.get(jobId),
    jobs: () => [...jobs.values()],
    cancel(jobId) {
      const job = jobs.get(jobId)
      if (job === undefined || isOver(job) || job.state === 'CANCELLING') return
      turn(job, 'CANCELLING')
      later(settings.cancelMs, () => end(job, 'CANCELED'), job)
    },
    finish(jobId) {
      const job = jobs.get(jobId)
      if (job !== undefined && !isOver(job)) end(job, 'FINISHED')
    },
    fail(jobId, exception) {
      const job = jobs.get(jobId)
      if (job === undefined || isOver(job)) return
      if (exception === undefined) end(job, 'FAILED')
      else failFor(job, exception)
    },
    stop(jobId, triggerId, targetUri) {
      const request = `${jobId}/${triggerId}`
      if (savepoints.has(request)) return
      const refuse = (message: string) => void savepoints.set(request, { state: 'failed', message })
      const abort = (message: string) => {
        if (settings.leavesRemains?.() === true) leaveSavepointRemains(jobId, targetUri, options.ids.hex32().slice(0, 12), blobs)
        refuse(message)
      }
      const job = jobs.get(jobId)
      if (job === undefined || isOver(job)) return refuse(`FlinkJobNotFoundException: Could not find Flink job (${jobId})`)
      if (!job.allTasksRunning) return refuse('Checkpoint triggering task is currently not executing. The Flink job is currently not executing.')
      if (job.request.checkpointIntervalMs === undefined) return refuse('Checkpoints are not supported by this job.')
      savepoints.set(request, { state: 'in-progress' })
      const epoch = job.epoch
      later(settings.savepointMs, () => {
        if (job.epoch !== epoch) return abort('The job changed while the savepoint was taken.')
        const failure = settings.savepointFailures.shift()
        if (failure !== undefined) return abort(failure)
        const uri = writeSavepoint(job, targetUri, options.ids.hex32().slice(0, 12), blobs, clock.nowMs())
        job.heldAtEpoch = job.epoch
        later(settings.finishAfterSavepointMs, () => {
          if (job.epoch !== epoch) return refuse('The job changed while the savepoint was taken.')
          savepoints.set(request, { state: 'completed', uri })
          job.stoppedBySavepoint = true
          end(job, 'FINISHED')
        })
      })
    },
    trigger(jobId, triggerId, targetUri) {
      const request = `${jobId}/${triggerId}`
      if (savepoints.has(request)) return
      const refuse = (message: string) => void savepoints.set(request, { state: 'failed', message })
      const abort = (message: string) => {
        if (settings.leavesRemains?.() === true) leaveSavepointRemains(jobId, targetUri, options.ids.hex32().slice(0, 12), blobs)
        refuse(message)
      }
      const job = jobs.get(jobId)
      if (job === undefined || isOver(job)) return refuse(`FlinkJobNotFoundException: Could not find Flink job (${jobId})`)
      if (!job.allTasksRunning) return refuse('Checkpoint triggering task is currently not executing. The Flink job is currently not executing.')
      savepoints.set(request, { state: 'in-progress' })
      const epoch = job.epoch
      later(settings.savepointMs, () => {
        if (job.epoch !== epoch) return abort('The job changed while the savepoint was taken.')
        const failure = settings.savepointFailures.shift()
        if (failure !== undefined) return abort(failure)
        const savedRunMs = job.savedRunMs
        const uri = writeSavepoint(job, targetUri, options.ids.hex32().slice(0, 12), blobs, clock.nowMs())
        // A savepoint that stops nothing is not what Flink restarts the job from.
        job.savedRunMs = savedRunMs
        savepoints.set(request, { state: 'completed', uri })
      })
    },
    savepoint(jobId, triggerId) {
      const state = savepoints.get(`${jobId}/${triggerId}`)
      return state === undefined ? failed('not-found', `There is no savepoint with the trigger id ${triggerId}.`) : ok(state)
    },
    checkpoint(jobId) {
      const job = jobs.get(jobId)
      if (!dead && job?.allTasksRunning === true && !settings.checkpointsFail) completeCheckpoint(job)
    },
    addTaskManager(id, count) {
      slots.add(id, count)
      deployWhatFits()
    },
    loseTaskManager(id) {
      later(settings.lossDetectionMs, () => {
        slots.remove(id)
        for (const job of jobs.values()) if (job.slots.includes(id)) restart(job, lostTaskManager(id))
      })
    },
    forgetEnded() {
      // Flink keeps a job until its archive is written, and much longer.
      const old = [...jobs.values()].filter((job) => isOver(job) && job.endTimeMs + settings.archiveMs < clock.nowMs())
      for (const job of old) jobs.delete(job.request.jobId)
      return old.length > 0
    },
    die() {
      if (dead) return
      dead = true
      for (const job of jobs.values()) if (job.allTasksRunning && job.request.checkpointIntervalMs !== undefined && settings.leavesRemains?.() === true) leaveCheckpointRemains(job, blobs)
    },
    isDead: () => dead,
  }
}

const noSlots: Omit<JobException, 'atMs'> = {
  name: 'org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException',
  message: 'org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.',
}

const lostTaskManager = (id: string): Omit<JobException, 'atMs'> => ({
  name: 'org.apache.flink.runtime.jobmaster.JobMasterException',
  message: `org.apache.flink.runtime.jobmaster.JobMasterException: TaskManager with id ${id} is no longer reachable.`,
  taskManagerId: id,
})
