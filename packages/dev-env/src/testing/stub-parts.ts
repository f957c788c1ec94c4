import { fileURLToPath } from 'node:url'
import { ok } from '@headgate/domain'
import type { DevParts } from '../dev-options.ts'

const stub = fileURLToPath(new URL('stub-child.ts', import.meta.url))

/** Parts that need neither Java nor a schema: the supervisor, its locks and Postgres alone. */
export const stubParts: DevParts = {
  apiEntry: stub,
  controllerEntry: stub,
  snapshotsEntry: stub,
  prepareEngine: () => Promise.resolve(ok({ directory: '/nowhere', javaCommand: 'java' })),
  prepareDatabase: ({ earlier, cloud, region }) =>
    Promise.resolve(
      ok({
        organizationId: '00000000-0000-4000-8000-000000000001', environmentId: 'env-aaaaaa', computePoolId: 'lfcp-aaaaaa', principalId: 'sa-aaaaaa', database: 'default',
        apiKey: 'ABCDEFGHIJKLMNOP', apiSecret: earlier?.apiSecret ?? `secret-${process.hrtime.bigint()}`, cloud, region,
      }),
    ),
  sweepFlink: () => Promise.resolve(0),
  killWorkers: () => Promise.resolve(0),
}
