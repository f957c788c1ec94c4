import type { Redis } from 'ioredis'

/** The oldest that BullMQ is made for. */
const oldest = [6, 2] as const

/** What is wrong with a Redis as a home of queues, in words for who runs it. Empty as well when it does not let itself be asked. */
export async function checkRedis(redis: Pick<Redis, 'info'>): Promise<string[]> {
  try {
    return judgeRedis(await redis.info())
  } catch {
    return []
  }
}

/** Judges the answer to INFO. */
export function judgeRedis(info: string): string[] {
  const read = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
  const problems: string[] = []
  const version = read('valkey_version') === undefined ? read('redis_version') : undefined
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number)
  if (version !== undefined && (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))) problems.push(`Redis is version ${version}; the queue needs ${oldest.join('.')} or newer.`)
  const policy = read('maxmemory_policy')
  if (policy !== undefined && policy !== 'noeviction') problems.push(`Redis may throw keys of the queue away when its memory is full: maxmemory-policy is ${policy} and should be noeviction. Signals that are lost cost time until the next scan.`)
  return problems
}
