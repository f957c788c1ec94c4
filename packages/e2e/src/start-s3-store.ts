import { readFile } from 'node:fs/promises'
import { createS3Store } from '@headgate/adapter-s3'
import type { S3Store } from '@headgate/adapter-s3'
import { startS3 } from '@headgate/testbed'
import type { S3Keys, TestS3 } from '@headgate/testbed'
import type { InstanceOptions } from './start-instance.ts'

/** A real S3 server, made the store of an instance. */
export interface S3ForInstance {
  s3: TestS3
  /** Of Flink's processes, which may remove nothing that outlives a job. */
  flinkKeys: S3Keys
  /** What `startInstance` gets. */
  options: Required<Pick<InstanceOptions, 'store' | 'env'>>
  /** The instance's store, as a test looks into it. */
  store: S3Store
  /** Every object below a key, in order. */
  list(prefix: string): Promise<{ key: string; sizeBytes: number }[]>
  end(): Promise<void>
}

const prefix = 'headgate'
/** Savepoints, and copies of them: the keeper of snapshots alone removes them. */
const kept = ['savepoints', 'snapshots', 'exports', 'imports'].map((folder) => `${prefix}/organizations/*/${folder}/*`)

/** Starts S3 over TLS with an authority of its own (at `host`: without), and keys for Flink that may not do everything. */
export async function startS3ForInstance({ host }: { host?: string } = {}): Promise<S3ForInstance> {
  const s3 = await startS3(host === undefined ? { tls: true } : { host })
  const flinkKeys = await s3.createUser('flink', { delete: kept })
  const store = createS3Store({ bucket: s3.bucket, prefix, endpoint: s3.endpoint, credentials: s3.keys, ...(s3.caFile === undefined ? {} : { certificateAuthorities: await readFile(s3.caFile, 'utf8') }) })
  return {
    s3,
    flinkKeys,
    store,
    options: {
      store: `s3://${s3.bucket}/${prefix}`,
      env: {
        HEADGATE_S3_ENDPOINT: s3.endpoint,
        ...(s3.caFile === undefined ? {} : { HEADGATE_S3_CA_FILE: s3.caFile }),
        AWS_ACCESS_KEY_ID: s3.keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3.keys.secretAccessKey,
        HEADGATE_S3_FLINK_ACCESS_KEY_ID: flinkKeys.accessKeyId,
        HEADGATE_S3_FLINK_SECRET_ACCESS_KEY: flinkKeys.secretAccessKey,
      },
    },
    async list(below) {
      const entries: { key: string; sizeBytes: number }[] = []
      for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
        const page = await store.listPage(below, after)
        if (!page.ok) throw new Error(page.message)
        entries.push(...page.value.entries)
        after = page.value.nextStartAfter
      }
      return entries
    },
    async end() {
      store.close()
      await s3.stop()
    },
  }
}
