import type { ApiDeps } from '@headgate/api'
import type { FakePorts, FakeProcess } from '../../create-fake-world.ts'
import { enterApp } from './shared-app.ts'
import type { SharedApp } from './shared-app.ts'

/** What a user sends. */
export interface UserRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  /** `key:secret`. */
  auth: string
  body?: unknown
  idempotencyKey?: string
}

/** What comes back. The body is parsed when it is JSON. */
export interface UserAnswer {
  status: number
  // Each act knows what it asked for.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any
  text: string
  headers: Record<string, unknown>
}

/** The API of a run: one process at a time, which can die and is started again. */
export interface SimApi {
  /** Undefined: the process died before it answered, or none is there. */
  request(request: UserRequest): Promise<UserAnswer | undefined>
  process(): FakeProcess | undefined
  /** Starts a process if none lives. */
  start(): Promise<void>
  /** Answers what a dead process left open, with nothing. To be called once the world has settled. */
  giveUpLost(): void
}

/** An API that is not started yet. */
export function createSimApi(options: { startProcess(): FakeProcess; wrap(ports: FakePorts): FakePorts; ids: ApiDeps['ids']; onLog(line: string): void }): SimApi {
  let app: SharedApp | undefined
  let living: FakeProcess | undefined
  const open = new Map<(answer: undefined) => void, FakeProcess>()
  return {
    process: () => living,
    async start() {
      if (living !== undefined && !living.isDead()) return
      living = options.startProcess()
      app = await enterApp({ process: {}, ports: options.wrap(living.ports), ids: options.ids, onLog: options.onLog })
    },
    giveUpLost() {
      for (const [lose, process] of [...open]) {
        if (!process.isDead()) continue
        open.delete(lose)
        lose(undefined)
      }
    },
    async request({ method, path, auth, body, idempotencyKey }) {
      const process = living
      if (app === undefined || process === undefined || process.isDead()) return undefined
      let lose: ((answer: undefined) => void) | undefined
      const lost = new Promise<undefined>((resolve) => void (lose = resolve))
      if (lose !== undefined) open.set(lose, process)
      const answered = app.inject({
        method,
        url: path,
        headers: {
          authorization: `Basic ${Buffer.from(auth).toString('base64')}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      })
      const response = await Promise.race([answered, lost])
      if (lose !== undefined) open.delete(lose)
      if (response === undefined) return undefined
      const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json')
      return { status: response.statusCode, text: response.payload, body: isJson && response.payload !== '' ? JSON.parse(response.payload) : undefined, headers: response.headers }
    },
  }
}
