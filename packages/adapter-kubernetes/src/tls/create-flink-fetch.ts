import type { Clock, FlinkFetch } from '@headgate/ports'
import { Agent, buildConnector, fetch } from 'undici'
import { parseFlinkEndpoint } from './flink-endpoint.ts'
import type { FlinkEndpoint } from './flink-endpoint.ts'
import type { PoolAuthorities } from './pool-authorities.ts'

/** A key is used for so long; each process has its own. */
const renewAfterMs = 24 * 60 * 60_000
/** Longer, as a connection may be kept, and clocks differ. */
const validMs = 7 * 24 * 60 * 60_000
const earlierMs = 24 * 60 * 60_000
/** Generations whose keys are at hand. */
const rememberedMax = 2_000
/** Callers bound their calls themselves; on a busy node the first handshake of a JVM takes its time. */
const connectTimeoutMs = 10_000

/** What says that there is somebody, and that one of both does not believe the other. */
const isRefusal = (code: string): boolean => /^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code)

export interface FlinkFetchOptions {
  authorities?: Pick<PoolAuthorities, 'clientOf'>
  clock: Pick<Clock, 'nowMs'>
  /** Called when a process is there and TLS does not come about, with the code that says why. */
  onRefusal?: (serverName: string, code: string) => void
}

interface Entrance {
  madeAtMs: number
  connect: Promise<buildConnector.connector>
}

/**
 * Asks processes of Flink. At an endpoint that names its generation (see `renderFlinkEndpoint`) it shows a certificate that this generation takes, and believes
 * nobody but the very process; anything else is asked as any other server. Without `authorities` it has no such certificate.
 */
export function createFlinkFetch({ authorities, clock, onRefusal }: FlinkFetchOptions): FlinkFetch & { close(): Promise<void> } {
  const plain = buildConnector({ timeout: connectTimeoutMs })
  const entrances = new Map<string, Entrance>()

  async function open({ address, serverName, generation }: FlinkEndpoint, by: Pick<PoolAuthorities, 'clientOf'>, madeAtMs: number): Promise<buildConnector.connector> {
    const { certificateAuthority, certificate, privateKey } = await by.clientOf(generation, { fromMs: madeAtMs - earlierMs, untilMs: madeAtMs + validMs })
    const connect = buildConnector({
      ca: certificateAuthority,
      cert: certificate,
      key: privateKey,
      timeout: connectTimeoutMs,
      // The name stands for its address, and is known to no server of names.
      lookup: (_name, options, answer) => {
        const family = address.includes(':') ? 6 : 4
        if (options.all === true) answer(null, [{ address, family }])
        else answer(null, address, family)
      },
    })
    return (options, callback) =>
      connect({ ...options, servername: serverName }, (...connected) => {
        const code = (connected[0] as NodeJS.ErrnoException | null)?.code ?? ''
        if (isRefusal(code)) onRefusal?.(serverName, code)
        callback(...connected)
      })
  }

  function entranceOf(endpoint: FlinkEndpoint, by: Pick<PoolAuthorities, 'clientOf'>): Promise<buildConnector.connector> {
    const key = `${endpoint.address}/${endpoint.serverName}`
    const nowMs = clock.nowMs()
    const known = entrances.get(key)
    if (known !== undefined && nowMs - known.madeAtMs < renewAfterMs) return known.connect
    const opening: Entrance = { madeAtMs: nowMs, connect: open(endpoint, by, nowMs) }
    // At the end, where the youngest are.
    entrances.delete(key)
    entrances.set(key, opening)
    opening.connect.catch(() => entrances.delete(key))
    const [oldest] = entrances.keys()
    if (entrances.size > rememberedMax && oldest !== undefined) entrances.delete(oldest)
    return opening.connect
  }

  const connect: buildConnector.connector = (options, callback) => {
    const endpoint = options.protocol === 'https:' ? parseFlinkEndpoint(options.hostname) : undefined
    if (endpoint === undefined || authorities === undefined) return plain(options, callback)
    entranceOf(endpoint, authorities).then(
      (connectTo) => connectTo(options, callback),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    )
  }
  const agent = new Agent({ connect })
  return Object.assign((url: string, request: Parameters<FlinkFetch>[1]) => fetch(url, { ...request, dispatcher: agent }), { close: () => agent.close() })
}
