import type { WorkKey } from '@headgate/ports'

/** The Postgres schema that holds the queue. It has ids of keys in it and nothing else of a tenant. */
export const defaultQueueSchema = 'headgate_queue'

/** Every kind has a queue of its own, so that none waits behind another. */
export const workKinds: readonly WorkKey['kind'][] = ['statement', 'pool', 'results', 'savepoint', 'storage']

export const queueName = (prefix: string, kind: WorkKey['kind']): string => `${prefix}-${kind}`
