import type { FakeBlobs } from '../create-fake-blobs.ts'
import type { FakeJob, SnapshotContent } from './fake-job.ts'
import { runMsOf } from './fake-job.ts'

/** What Flink makes when a job begins, before there is any checkpoint. */
export function makeCheckpointDirectory(job: FakeJob, blobs: FakeBlobs): void {
  const key = blobs.keyOf(`${job.request.checkpointsUri}/${job.request.jobId}`)
  if (key === undefined) return
  for (const name of ['shared', 'taskowned']) blobs.makeDirectoryNow(`${key}/${name}`)
}

/** Writes the next checkpoint of a job as Flink lays it out, and removes the one it takes the place of. */
export function writeCheckpoint(job: FakeJob, blobs: FakeBlobs, nowMs: number): void {
  const before = job.newestCheckpoint
  const id = job.nextCheckpointId++
  const uri = `${job.request.checkpointsUri}/${job.request.jobId}/chk-${id}`
  write(uri, contentOf(job, id, false, nowMs), blobs)
  job.newestCheckpoint = { id, uri, completedAtMs: nowMs, isSavepoint: false }
  job.savedRunMs = runMsOf(job, nowMs)
  if (before !== undefined) remove(before.uri, blobs)
}

/** Writes a savepoint into a directory of its own below the target, and returns that directory. */
export function writeSavepoint(job: FakeJob, targetUri: string, suffix: string, blobs: FakeBlobs, nowMs: number): string {
  const id = job.nextCheckpointId++
  const uri = `${targetUri}/savepoint-${job.request.jobId.slice(0, 6)}-${suffix}`
  write(uri, contentOf(job, id, true, nowMs), blobs)
  job.savedRunMs = runMsOf(job, nowMs)
  return uri
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
