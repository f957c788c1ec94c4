import { randomBytes } from 'node:crypto'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import type { TestPostgres } from '@headgate/adapter-postgres/testing'
import { startRedis, startS3 } from '@headgate/testbed'
import type { TestRedis, TestS3 } from '@headgate/testbed'
import { forwardPort } from './forward-port.ts'

/** What a release of the chart stands on, outside of its cluster, and what of it goes into a Secret. They outlive the cluster. */
export interface Foundations {
  postgres: TestPostgres
  redis: TestRedis
  s3: TestS3
  /** Where pods reach all three. */
  host: string
  /** Name and value of each key of the Secret `headgate`. */
  credentials: Record<string, string>
  stop(): Promise<void>
}

/** At `host`, an address of this machine that pods reach. */
export async function startFoundations(host: string): Promise<Foundations> {
  const postgres = await startTestPostgres({ migrated: false, connectionsMax: 150 })
  const door = await forwardPort(host, Number(new URL(postgres.adminUrl).port))
  const redis = await startRedis({ host, password: true })
  const s3 = await startS3({ host })
  const flinkKeys = await s3.createUser('flink', { delete: ['headgate/organizations/*/savepoints/*', 'headgate/organizations/*/snapshots/*'] })
  const urlOf = (name: string, password = name): string => `postgres://${name}:${encodeURIComponent(password)}@${host}:${door.port}/headgate`
  return {
    postgres,
    redis,
    s3,
    host,
    credentials: {
      'database-admin-url': urlOf('admin'),
      ...Object.fromEntries(['migrator', 'api', 'controller', 'snapshots'].map((role) => [`database-${role}-url`, urlOf(`headgate_${role}`, `${randomBytes(12).toString('base64')}/`)])),
      'redis-url': redis.url,
      's3-access-key-id': s3.keys.accessKeyId,
      's3-secret-access-key': s3.keys.secretAccessKey,
      's3-flink-access-key-id': flinkKeys.accessKeyId,
      's3-flink-secret-access-key': flinkKeys.secretAccessKey,
      'master-key': randomBytes(32).toString('hex'),
    },
    async stop() {
      await door.stop()
      await Promise.all([postgres.stop(), redis.stop(), s3.stop()])
    },
  }
}
