import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'

/** Which home of queues a URL names. `rejected` for any other, without showing what may be a password. */
export function parseQueueUrl(url: string): Result<'postgres' | 'redis'> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    // A queue in Postgres listens, which takes a connection for good.
    const isPooled = URL.canParse(url) && new URL(url).searchParams.get('pgbouncer') === 'true'
    return isPooled ? failed('rejected', 'Queues cannot be in a Postgres behind a PgBouncer: let HEADGATE_QUEUE_URL name a Redis (redis://host:6379), or the Postgres itself.') : ok('postgres')
  }
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url)) return failed('rejected', 'HEADGATE_QUEUE_URL must be a URL of Redis (redis://host:6379, or rediss:// for TLS) or of Postgres (postgres://…).')
  // ioredis takes what is no number for database 0, where others may be.
  return /^(\/\d*)?$/.test(new URL(url).pathname) ? ok('redis') : failed('rejected', 'HEADGATE_QUEUE_URL names a database of Redis by something else than a number: redis://host:6379/0.')
}
