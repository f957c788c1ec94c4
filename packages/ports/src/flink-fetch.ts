/** What is asked of a process of Flink over REST. */
export interface FlinkRequest {
  method?: string
  headers?: Record<string, string>
  body?: string
  signal: AbortSignal
}

export interface FlinkResponse {
  ok: boolean
  status: number
  text(): Promise<string>
  json(): Promise<unknown>
}

/**
 * How a URL below a worker's endpoint is asked: as the global `fetch`, or as the platform wants it, with the keys that the endpoint's generation asks for.
 * Rejects as `fetch` does when there is no answer.
 */
export type FlinkFetch = (url: string, request: FlinkRequest) => Promise<FlinkResponse>
