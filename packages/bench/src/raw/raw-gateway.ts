import { pause } from '../stats/interleave.ts'

interface Page {
  resultType: 'NOT_READY' | 'PAYLOAD' | 'EOS'
  jobID?: string
  nextResultUri?: string
  results?: { data: { fields: unknown[] }[] }
  errors?: string[]
}

/** What somebody writes who talks to Flink's SQL gateway by hand. */
export interface RawGateway {
  openSession(properties?: Record<string, string>): Promise<string>
  closeSession(session: string): Promise<void>
  /** Runs one statement up to its first page. */
  execute(session: string, sql: string): Promise<{ jobId: string | undefined; first: Page; operation: string }>
  /** The page behind another one. */
  nextPage(page: Page): Promise<Page>
  /** Ends a query's operation, and with it its job. */
  closeOperation(session: string, operation: string): Promise<void>
  /** Asks the JobManager until every vertex of the job runs. */
  untilRunning(jobId: string): Promise<void>
  /** Cancels a job and waits until it is CANCELED. */
  cancel(jobId: string): Promise<void>
}

/** Between two questions; the same on both sides of a comparison. */
export const pollPauseMs = 15

export function createRawGateway(endpoints: { gateway: string; jobManager: string }): RawGateway {
  const root = `${endpoints.gateway}/v4`
  const call = async <T>(url: string, method = 'GET', body?: unknown): Promise<T> => {
    const response = await fetch(url, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })
    const answer = (await response.json()) as T & { errors?: string[] }
    if (answer.errors !== undefined) throw new Error(`${url} answered: ${answer.errors.join(' ').slice(-800)}`)
    return answer
  }
  const readPage = async (url: string): Promise<Page> => {
    for (;;) {
      const page = await call<Page>(url)
      if (page.resultType !== 'NOT_READY') return page
      await pause(pollPauseMs)
    }
  }
  return {
    openSession: async (properties = {}) => (await call<{ sessionHandle: string }>(`${root}/sessions`, 'POST', { properties })).sessionHandle,
    closeSession: async (session) => void (await call(`${root}/sessions/${session}`, 'DELETE')),
    async execute(session, sql) {
      const { operationHandle } = await call<{ operationHandle: string }>(`${root}/sessions/${session}/statements`, 'POST', { statement: sql })
      const first = await readPage(`${root}/sessions/${session}/operations/${operationHandle}/result/0?rowFormat=JSON`)
      return { jobId: first.jobID, first, operation: operationHandle }
    },
    nextPage: (page) => readPage(`${endpoints.gateway}${page.nextResultUri ?? ''}`),
    closeOperation: async (session, operation) => void (await call(`${root}/sessions/${session}/operations/${operation}/close`, 'DELETE')),
    async untilRunning(jobId) {
      for (;;) {
        const job = await call<{ state: string; vertices?: { status: string }[] }>(`${endpoints.jobManager}/jobs/${jobId}`)
        if ((job.vertices ?? []).length > 0 && job.vertices?.every((vertex) => vertex.status === 'RUNNING')) return
        if (['FAILED', 'FINISHED', 'CANCELED'].includes(job.state)) throw new Error(`The raw job is ${job.state}.`)
        await pause(pollPauseMs)
      }
    },
    async cancel(jobId) {
      await fetch(`${endpoints.jobManager}/jobs/${jobId}?mode=cancel`, { method: 'PATCH' })
      for (;;) {
        const job = await call<{ state: string }>(`${endpoints.jobManager}/jobs/${jobId}`)
        if (['FAILED', 'FINISHED', 'CANCELED'].includes(job.state)) return
        await pause(50)
      }
    },
  }
}
