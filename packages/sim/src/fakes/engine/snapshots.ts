import type { FakeBlobs } from '../create-fake-blobs.ts'
import type { FakeJob, SnapshotContent } from './fake-job.ts'
import { runMsOf } from './fake-job.ts'

/** What Flink makes when a job begins, before there is any checkpoint. */
export function makeCheckpointDirectory(job: FakeJob, blobs: FakeBlobs): void {
  const key = blobs.keyOf(`${job.request.checkpointsUri}/${job.request.jobId}`)
  if (key === undefined) return
  for (const name of ['shared', 'taskowned']) blobs.makeDirectoryNow(`${key}/${name}`)
}

/** Removes the checkpoint that another one took the place of, in two steps: the JobManager may die before, between and after them. */
export interface Discard {
  shared(): void
  own(): void
}

/** Writes the next checkpoint of a job as Flink lays it out. */
export function writeCheckpoint(job: FakeJob, blobs: FakeBlobs, nowMs: number): Discard {
  const before = job.newestCheckpoint
  const id = job.nextCheckpointId++
  const directory = `${job.request.checkpointsUri}/${job.request.jobId}`
  const uri = `${directory}/chk-${id}`
  const added = `${directory}/shared/${job.request.jobId.slice(0, 8)}-${id}`
  const state = [...job.sharedFiles, added]
  const dropped = state.slice(0, -sharedFilesMax)
  job.sharedFiles = state.slice(-sharedFilesMax)
  writeFile(added, blobs)
  writeFile(`${uri}/own-${id}`, blobs)
  const references = [...job.sharedFiles, `${uri}/own-${id}`].map((location) => ({ location, isRelative: false, sizeBytes: fileText.length }))
  write(uri, { ...contentOf(job, id, false, nowMs), references }, blobs)
  job.newestCheckpoint = { id, uri, completedAtMs: nowMs, isSavepoint: false }
  job.savedRunMs = runMsOf(job, nowMs)
  return {
    shared: () => dropped.forEach((file) => remove(file, blobs)),
    own: () => void (before !== undefined && remove(before.uri, blobs)),
  }
}

/** A checkpoint names so many files of those before it, and drops the oldest. */
const sharedFilesMax = 3
const fileText = 'state of a fake'

function writeFile(uri: string, blobs: FakeBlobs): void {
  const key = blobs.keyOf(uri)
  if (key !== undefined) blobs.writeNow(key, fileText)
}

/** Writes a savepoint into a directory of its own below the target, and returns that directory. */
export function writeSavepoint(job: FakeJob, targetUri: string, suffix: string, blobs: FakeBlobs, nowMs: number): string {
  const id = job.nextCheckpointId++
  const uri = `${targetUri}/savepoint-${job.request.jobId.slice(0, 6)}-${suffix}`
  writeFile(`${uri}/own-${id}`, blobs)
  write(uri, { ...contentOf(job, id, true, nowMs), references: [{ location: `own-${id}`, isRelative: true, sizeBytes: fileText.length }] }, blobs)
  job.savedRunMs = runMsOf(job, nowMs)
  return uri
}

/** Files of a savepoint that was not completed. */
export const leaveSavepointRemains = (jobId: string, targetUri: string, suffix: string, blobs: FakeBlobs): void => writeFile(`${targetUri}/savepoint-${jobId.slice(0, 6)}-${suffix}/own-0`, blobs)

/** Files of the checkpoint that was under way when its JobManager died. */
export function leaveCheckpointRemains(job: FakeJob, blobs: FakeBlobs): void {
  const directory = `${job.request.checkpointsUri}/${job.request.jobId}`
  writeFile(`${directory}/chk-${job.nextCheckpointId}/own-${job.nextCheckpointId}`, blobs)
  writeFile(`${directory}/shared/${job.request.jobId.slice(0, 8)}-${job.nextCheckpointId}`, blobs)
}

/** What a snapshot holds, or undefined when its `_metadata` is not there. */
export function readSnapshot(uri: string, blobs: FakeBlobs): SnapshotContent | undefined {
  const key = blobs.keyOf(uri)
  const text = key === undefined ? undefined : blobs.readNow(`${key}/_metadata`)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Not written by a fake: a file that a test put there stands for some state.
    return { jobId: '', checkpointId: 0, isSavepoint: false, runMs: 0 }
  }
}

/** A job that FINISHED needs its checkpoints no more; its directory stays, empty. */
export function discardCheckpoints(job: FakeJob, blobs: FakeBlobs): void {
  if (job.newestCheckpoint !== undefined) remove(job.newestCheckpoint.uri, blobs)
  job.newestCheckpoint = undefined
  for (const file of job.sharedFiles) remove(file, blobs)
  job.sharedFiles = []
}

/** Writes how a job ended, where and as Flink 2.3 does: one file for each job, below a cluster id and an application id. */
export function writeArchive(job: FakeJob, archiveKey: string, blobs: FakeBlobs): void {
  const { jobId, name } = job.request
  const times = { state: job.state, 'start-time': job.startTimeMs, 'end-time': job.endTimeMs, duration: job.endTimeMs - job.startTimeMs }
  const page = (path: string, body: unknown) => ({ path, json: JSON.stringify(body) })
  const archive = [
    page('/jobs/overview', { jobs: [{ jid: jobId, name, ...times }] }),
    page(`/jobs/${jobId}`, { jid: jobId, name, ...times }),
    page(`/jobs/${jobId}/exceptions`, { exceptionHistory: { entries: job.exceptions, truncated: false } }),
  ]
  blobs.writeNow(`${archiveKey}/00000000000000000000000000000000/applications/${jobId}/jobs/${jobId}`, JSON.stringify({ archive }))
}

function contentOf(job: FakeJob, checkpointId: number, isSavepoint: boolean, nowMs: number): SnapshotContent {
  const { restoredFromUri } = job
  return {
    jobId: job.request.jobId,
    checkpointId,
    isSavepoint,
    runMs: runMsOf(job, nowMs),
    ...(restoredFromUri === undefined ? {} : { restoredFromUri }),
  }
}

function write(uri: string, content: SnapshotContent, blobs: FakeBlobs): void {
  const key = blobs.keyOf(uri)
  if (key !== undefined) blobs.writeNow(`${key}/_metadata`, JSON.stringify(content))
}

function remove(uri: string, blobs: FakeBlobs): void {
  const key = blobs.keyOf(uri)
  if (key !== undefined) blobs.removeNow(key)
}
