import { Agent, request } from 'node:http'

/** Many equal POSTs, a fixed number of them under way at once over connections that are kept. */
export interface Load {
  url: string
  headers: Record<string, string>
  /** The body of the request of this number. */
  body(index: number): string
  requests: number
  inFlight: number
}

/** Sends them all and returns how many per second were answered. An answer that is not 201 throws: a refusal is quick and says nothing. */
export async function postMany({ url, headers, body, requests, inFlight }: Load): Promise<number> {
  // Node's own client below fetch: what the sender costs dilutes the ratio of both sides.
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < requests) await post(agent, url, headers, body(next++))
  }
  try {
    const startedMs = performance.now()
    await Promise.all(Array.from({ length: inFlight }, lane))
    return (requests / (performance.now() - startedMs)) * 1_000
  } finally {
    agent.destroy()
  }
}

function post(agent: Agent, url: string, headers: Record<string, string>, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 201) resolve()
        else reject(new Error(`POST ${url} answered ${response.statusCode}: ${Buffer.concat(chunks).toString('utf8').slice(0, 500)}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
