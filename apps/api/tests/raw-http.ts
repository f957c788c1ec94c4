import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** One answer as it came. */
export interface RawAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** What came back on a connection, until it ended or nothing came for a while. */
export interface RawExchange {
  answers: RawAnswer[]
  /** The server closed the connection. */
  closed: boolean
  text: string
}

/** Connects to the endpoint. Errors are left to `close`. */
export async function openSocket(endpoint: string): Promise<Socket> {
  const { port } = new URL(endpoint)
  return await new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.off('error', reject)
      socket.on('error', () => undefined)
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

/**
 * Sends bytes as they are and collects what comes back, until the server closes, `answers` whole answers have come, or nothing came for
 * `quietMs`. Does not end its own side unless `half` says so.
 */
export async function exchange(endpoint: string, bytes: string | Buffer | readonly (string | Buffer)[], options: { answers?: number; quietMs?: number; half?: boolean } = {}): Promise<RawExchange> {
  const socket = await openSocket(endpoint)
  const chunks: Buffer[] = []
  let closed = false
  const text = () => Buffer.concat(chunks).toString('latin1')
  await new Promise<void>((resolve) => {
    let timer: NodeJS.Timeout | undefined
    const rest = () => {
      clearTimeout(timer)
      timer = setTimeout(resolve, options.quietMs ?? 30_000)
    }
    rest()
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      rest()
      if (parseAnswers(text()).length >= (options.answers ?? Number.POSITIVE_INFINITY)) {
        clearTimeout(timer)
        resolve()
      }
    })
    socket.on('close', () => {
      closed = true
      clearTimeout(timer)
      resolve()
    })
    for (const part of Array.isArray(bytes) ? (bytes as readonly (string | Buffer)[]) : [bytes as string]) socket.write(part)
    if (options.half === true) socket.end()
  })
  socket.destroy()
  return { answers: parseAnswers(text()), closed, text: text() }
}

/** Whole answers with a Content-Length, or with none and no body. */
function parseAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = []
  let rest = text
  for (;;) {
    const head = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n([\s\S]*?)\r\n\r\n/.exec(rest.replace(/^(HTTP\/1\.1 100 Continue)\r\n\r\n/, '$1\r\n\r\n\r\n'))
    if (head === null) return answers
    const continued = head[1] === '100'
    const headers = Object.fromEntries((head[2] ?? '').split('\r\n').filter((line) => line.includes(':')).map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
    const start = continued ? 'HTTP/1.1 100 Continue\r\n\r\n'.length : head[0].length
    const length = Number(headers['content-length'] ?? 0)
    if (rest.length < start + length) return answers
    answers.push({ status: Number(head[1]), headers, body: rest.slice(start, start + length) })
    rest = rest.slice(start + length)
  }
}
