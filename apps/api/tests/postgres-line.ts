import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** The line between the API and Postgres, which a test can cut or hold up. */
export interface PostgresLine {
  /** As the given URL, but through the line. */
  url: string
  /** `cut`: connections end and new ones are refused at once. `held`: nothing passes, nothing ends. */
  set(state: 'open' | 'cut' | 'held'): void
  stop(): Promise<void>
}

/** Opens a line to the Postgres of a URL. */
export async function startPostgresLine(target: string): Promise<PostgresLine> {
  const { port } = new URL(target)
  const pairs = new Set<{ client: Socket; upstream: Socket }>()
  let state: 'open' | 'cut' | 'held' = 'open'
  const server = createServer((client) => {
    client.on('error', () => undefined)
    if (state === 'cut') return void client.destroy()
    const upstream = connect(Number(port), '127.0.0.1')
    upstream.on('error', () => undefined)
    const pair = { client, upstream }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    client.on('close', end)
    upstream.on('close', end)
    client.on('data', (bytes) => void upstream.write(bytes))
    upstream.on('data', (bytes) => void client.write(bytes))
    if (state === 'held') pause(pair)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.port = String((server.address() as AddressInfo).port)
  const pause = ({ client, upstream }: { client: Socket; upstream: Socket }) => {
    client.pause()
    upstream.pause()
  }
  return {
    url: url.href,
    set(next) {
      state = next
      for (const pair of pairs) {
        if (next === 'cut') pair.client.destroy()
        else if (next === 'held') pause(pair)
        else {
          pair.client.resume()
          pair.upstream.resume()
        }
      }
    },
    stop: async () => {
      for (const { client } of pairs) client.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
