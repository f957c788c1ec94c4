/** How often an operation was answered with a status. */
export interface AnswerCount {
  operation: string
  method: string
  status: number
  count: number
}

/** What the API counted of its own answers, from `/metrics`. */
export async function countAnswers(endpoint: string): Promise<AnswerCount[]> {
  const text = await (await fetch(`${endpoint}/metrics`)).text()
  return [...text.matchAll(/^headgate_api_request_duration_seconds_count\{operation="([^"]*)",method="([^"]*)",status="(\d+)"\} (\d+)$/gm)].map(([, operation = '', method = '', status, count]) => ({
    operation, method, status: Number(status), count: Number(count),
  }))
}
