import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createFrameReader } from './read-frames.ts'

/**
 * Where a line is cut at a statement: `before` it reaches Postgres; `at-once`, with the statement on its way and nobody to answer to; `after`,
 * when Postgres has answered, and the answer is thrown away.
 */
export type Cut = 'before' | 'at-once' | 'after'

/** A statement that a client sends, and what it sent since BEGIN on the same line. */
export interface PassingStatement {
  text: string
  transaction: readonly string[]
}

export interface PostgresProxy {
  /** The URL of the target, through the proxy. */
  url: string
  /** Cuts every line that is open. */
  cutAll(): void
  stop(): Promise<void>
}

/**
 * Stands between clients and a Postgres server on the loopback, reads their half of the protocol, and cuts a line where `choose` says so.
 * Statements are seen as they are executed, whether sent as text or by the name under which they were prepared.
 */
export async function startPostgresProxy(targetUrl: string, choose: (statement: PassingStatement) => Cut | undefined): Promise<PostgresProxy> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    const reader = createFrameReader()
    let transaction: string[] = []
    let isCut = false
    upstream.on('data', (bytes) => {
      // An answer to a statement whose line was cut.
      if (isCut) end()
      else client.write(bytes)
    })
    client.on('data', (bytes) => {
      for (const frame of reader.read(bytes)) {
        if (isCut) return
        if (frame.statement !== undefined) {
          if (/^BEGIN/i.test(frame.statement)) transaction = []
          transaction.push(frame.statement)
          const cut = choose({ text: frame.statement, transaction })
          if (cut !== undefined) isCut = true
          if (cut === 'before') return end()
          if (cut === 'at-once') return void upstream.end(Buffer.concat([frame.bytes, ...reader.syncOf(frame)]), end)
          if (cut === 'after') return void upstream.write(Buffer.concat([frame.bytes, ...reader.syncOf(frame)]))
        }
        upstream.write(frame.bytes)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(targetUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    cutAll,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      cutAll()
      await closed
    },
  }
}
