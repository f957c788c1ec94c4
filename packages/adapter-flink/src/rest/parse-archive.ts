import type { JobState } from '@headgate/domain'

/**
 * The end of a job as the JobManager's archive tells it. Flink 2.3 writes one file per job,
 * `<archive dir>/<cluster id>/applications/<application id>/jobs/<job id>`, with the answers of its REST API:
 * `{"archive":[{"path":"/jobs/<job id>","json":"{…}"}, …]}`.
 */
export function parseArchive(jobId: string, archiveText: string): { state: JobState; endTimeMs: number } | undefined {
  try {
    const { archive } = JSON.parse(archiveText) as { archive?: { path: string; json: string }[] }
    const entry = archive?.find((each) => each.path === `/jobs/${jobId}`)
    if (entry === undefined) return undefined
    const job = JSON.parse(entry.json) as { jid: string; state: JobState; 'end-time': number }
    return job.jid === jobId ? { state: job.state, endTimeMs: job['end-time'] } : undefined
  } catch {
    return undefined // a file that is still being written
  }
}
