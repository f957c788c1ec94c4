import { Redis } from 'ioredis'
import type { RedisOptions } from 'ioredis'

/** One connection to Redis that comes back by itself until it is ended. */
export interface RedisClient {
  redis: Redis
  /** Ends it whatever state it is in, within `disconnectTimeoutMs`; what waits for an answer of it is rejected. */
  end(): void
}

/** Between two attempts to come back, at most; short, because every signal of that time is left to the scan. */
const retryDelayMsMax = 2_000
/** A half-open connection is noticed within this. Blocking reads wait 10 s at most. */
const silenceMsMax = 20_000
const connectTimeoutMs = 5_000
const disconnectTimeoutMs = 500
const keepAliveMs = 30_000

/**
 * Opens a connection. `url` is `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS, with the authorities that Node trusts (`NODE_EXTRA_CA_CERTS`).
 * It follows a failover: a server that has become a replica (READONLY) is left for the one that its name leads to now.
 */
export function openRedisClient(url: string, options: RedisOptions): RedisClient {
  let isEnding = false
  const redis = new Redis(url, {
    connectTimeout: connectTimeoutMs,
    disconnectTimeout: disconnectTimeoutMs,
    socketTimeout: silenceMsMax,
    keepAlive: keepAliveMs,
    // Of many processes that lost it at once not all come back at once.
    retryStrategy: (times) => (isEnding ? null : Math.min(100 * 2 ** Math.min(times, 10), retryDelayMsMax) * (0.75 + Math.random() / 4)),
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
    ...options,
  })
  return {
    redis,
    end() {
      isEnding = true
      if (redis.status === 'end') return
      // Between two attempts ioredis has nothing that could end and says nothing, for ever (taskforcesh/bullmq#4656): an attempt that is broken off at once does end.
      if (redis.status === 'reconnecting') redis.connect().catch(() => undefined)
      redis.disconnect()
    },
  }
}
