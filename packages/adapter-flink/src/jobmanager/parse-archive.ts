import type { JobState } from '@headgate/domain'

const ends: readonly JobState[] = ['FINISHED', 'FAILED', 'CANCELED']

/**
 * The end of a job as the archive tells it that a JobManager writes to `jobmanager.archive.fs.dir` when a job reaches its end.
 *
 * Flink 2.3 puts it at `<archive>/<cluster id>/applications/<application id>/jobs/<job id>` (a session cluster's id is 32 zeros; a job
 * submitted by itself is an application of its own with the job's id) beside an `application-summary`; before 2.3 it was
 * `<archive>/<job id>`. The file is one JSON object `{"archive":[{"path","json"}]}` with the REST answers of the job, of which
 * `/jobs/<job id>` holds `state` and `end-time`. Undefined: the text is not that job's archive, or was cut.
 */
export function parseArchive(jobId: string, archiveText: string): { state: JobState; endTimeMs: number } | undefined {
  const job = readEntry<{ jid?: string; state?: JobState; 'end-time'?: number }>(archiveText, `/jobs/${jobId}`)
  const endTimeMs = job?.['end-time']
  if (job?.jid !== jobId || job.state === undefined || !ends.includes(job.state) || typeof endTimeMs !== 'number') return undefined
  return { state: job.state, endTimeMs }
}

/** Of all keys listed below a pool's archive, those that hold the archive of a job. */
export const archiveKeysOf = (jobId: string, listedKeys: readonly string[]): string[] =>
  listedKeys.filter((key) => key.endsWith(`/jobs/${jobId}`) || key.split('/').at(-1) === jobId)

function readEntry<T>(archiveText: string, path: string): T | undefined {
  try {
    const { archive } = JSON.parse(archiveText) as { archive?: { path?: string; json?: string }[] }
    const json = archive?.find((entry) => entry.path === path)?.json
    return json === undefined ? undefined : (JSON.parse(json) as T)
  } catch {
    return undefined
  }
}
