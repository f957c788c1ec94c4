const timeoutMs = 2_000

/** How an endpoint is asked: by the global `fetch`, or as the platform wants it. */
export type ProbeFetch = (url: string, request: { signal: AbortSignal }) => Promise<{ ok: boolean; json(): Promise<unknown> }>

/** A TaskManager as its JobManager knows it. */
export interface KnownTaskManager {
  workerId: string
  /** None of its slots is in use. */
  idle: boolean
}

/** The TaskManagers that are registered at a JobManager; undefined when it does not answer. */
export async function askTaskManagers(jobManagerEndpoint: string, fetch: ProbeFetch = globalThis.fetch): Promise<KnownTaskManager[] | undefined> {
  const answer = await getJson(`${jobManagerEndpoint}/taskmanagers`, fetch)
  const list = (answer as { taskmanagers?: { id: string; slotsNumber: number; freeSlots: number }[] } | undefined)?.taskmanagers
  return list?.map(({ id, slotsNumber, freeSlots }) => ({ workerId: id, idle: slotsNumber > 0 && freeSlots === slotsNumber }))
}

/** Whether a JobManager leads and answers. */
export async function isJobManagerReady(endpoint: string, fetch: ProbeFetch = globalThis.fetch): Promise<boolean> {
  return (await getJson(`${endpoint}/overview`, fetch)) !== undefined
}

/** Whether a SQL gateway answers. */
export async function isGatewayReady(endpoint: string, fetch: ProbeFetch = globalThis.fetch): Promise<boolean> {
  return (await getJson(`${endpoint}/info`, fetch)) !== undefined
}

async function getJson(url: string, fetch: ProbeFetch): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
    const body: unknown = await response.json()
    return response.ok ? body : undefined
  } catch {
    return undefined
  }
}
