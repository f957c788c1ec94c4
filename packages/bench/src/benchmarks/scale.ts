import { randomBytes, randomUUID } from 'node:crypto'
import { createPostgresStores } from '@headgate/adapter-postgres'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import { startKubernetes } from '@headgate/kubernetes-lab'
import { startRedis } from '@headgate/testbed'
import pg from 'pg'
import { renderTable } from '../report/render-table.ts'
import type { CallCounts } from '../scale/counted-client.ts'
import { makeTenants } from '../scale/make-tenants.ts'
import { pause } from '../stats/interleave.ts'
import { startProcess } from '../kube/start-child.ts'
import type { Benchmark } from './benchmark.ts'

interface Used extends CallCounts {
  cpuMs: number
  residentBytes: number
  residentBytesMax: number
  turns: number
  turnsByKind: Record<string, number>
}

const nodes = 10
const environments = 10
/** In which the second step, of the rest, must not cost more for each statement. */
const firstShare = 4
const limitMs = 30 * 60_000
/** Afterwards: what they cost when nothing happens. */
const restMs = 30_000

/**
 * Statements from their creation to RUNNING: a real controller, Postgres, Redis and API server; nodes that are only pretended, and stand-ins for what would run in
 * their pods. A quarter first, then the others: what one more costs may not grow with those that are there.
 */
export const scaleBenchmark: Benchmark = {
  name: 'scale',
  title: 'Many statements on Kubernetes, from their creation to RUNNING',
  async run({ statements = 1_000, onProgress }) {
    const poolsEach = Math.max(1, Math.ceil(statements / 20 / environments))
    const lab = await startKubernetes({ mode: { kwok: nodes }, say: onProgress })
    const postgres = await startTestPostgres()
    const redis = await startRedis()
    const admin = new pg.Client({ connectionString: postgres.adminUrl })
    await admin.connect()
    const secretKey = randomBytes(32)
    const stores = createPostgresStores({ url: postgres.apiUrl, role: 'api', secretKey, clock: { nowMs: () => Date.now(), sleep: (delayMs) => pause(delayMs) }, poolSize: 8, onUnsafe: onProgress })
    const controller = await startProcess<object>(new URL('../scale/controller-process.ts', import.meta.url), [lab.kubeconfigFile, postgres.controllerUrl, redis.url, secretKey.toString('hex')])
    try {
      const tenants = await makeTenants({ stores, environments, poolsEach, uuid: randomUUID })
      const count = async (phase: string): Promise<number> => Number((await admin.query<{ count: string }>(`SELECT count(*) FROM statement WHERE phase = $1`, [phase])).rows[0]?.count)
      const until = async (phase: string, wanted: number): Promise<void> => {
        const startedMs = performance.now()
        for (let now = -1; now < wanted; ) {
          if (performance.now() - startedMs > limitMs || (await count('FAILED')) > 0) throw new Error(`Only ${now} of ${wanted} statements are ${phase}; ${await count('FAILED')} failed.`)
          await pause(500)
          const before = now
          now = await count(phase)
          if (now !== before) onProgress(`${now} of ${wanted} are ${phase}`)
        }
      }
      // The tables of the environments.
      await until('COMPLETED', 2 * environments)
      const measure = async (more: number): Promise<string[]> => {
        const before = await controller.ask<Used>({})
        const startedMs = performance.now()
        const wanted = await tenants.insert(more)
        const createdMs = performance.now() - startedMs
        await until('RUNNING', wanted)
        const tookMs = performance.now() - startedMs
        const after = await controller.ask<Used>({})
        const each = (field: 'writes' | 'reads' | 'cpuMs' | 'turns'): string => ((after[field] - before[field]) / more).toFixed(2)
        return [String(more), (createdMs / 1_000).toFixed(1), (tookMs / 1_000).toFixed(1), each('writes'), each('reads'), each('turns'), each('cpuMs'), String(Math.round(after.residentBytesMax / 2 ** 20))]
      }
      const first = Math.ceil(statements / firstShare)
      const rows = [await measure(first), await measure(statements - first)]
      const before = await controller.ask<Used>({})
      await pause(restMs)
      const after = await controller.ask<Used>({})
      const perSecond = (field: 'writes' | 'reads' | 'turns'): string => (((after[field] - before[field]) / restMs) * 1_000).toFixed(1)
      const kinds = Object.keys(after.turnsByKind).map((kind) => `${kind} ${(((after.turnsByKind[kind] ?? 0) - (before.turnsByKind[kind] ?? 0)) / restMs * 1_000).toFixed(1)}`)
      const ratio = Number(rows[1]?.[6]) / Number(rows[0]?.[6])
      onProgress('wiping Kubernetes')
      const wipedMs = performance.now()
      await lab.kubectl(['delete', 'namespaces', '-l', 'app.kubernetes.io/managed-by=headgate', '--wait=false'])
      const back = async (): Promise<number> => Number((await admin.query<{ count: string }>(`SELECT count(*) FROM statement WHERE phase = 'RUNNING' AND (intent #>> '{generation,generation}')::int >= 2`)).rows[0]?.count)
      while ((await back()) < statements && performance.now() - wipedMs < limitMs) await pause(500)
      const backS = ((performance.now() - wipedMs) / 1_000).toFixed(1)
      const empty = Number((await admin.query<{ count: string }>(`SELECT count(*) FROM statement WHERE (intent #>> '{generation,generation}')::int >= 2 AND intent #> '{generation,restoreFrom}' IS NULL`)).rows[0]?.count)
      return [
        `${scaleBenchmark.title}: ${tenants.pools.length} pools in ${environments} environments on ${nodes} pretended nodes`,
        renderTable(['statements', 'created s', 'all run s', 'writes each', 'reads each', 'turns each', 'CPU ms each', 'most MiB'], rows),
        `CPU for one more, of the last three quarters beside the first: ${ratio.toFixed(2)}`,
        `when nothing happens: ${(((after.cpuMs - before.cpuMs) / restMs) * 100).toFixed(0)} % of a core, ${perSecond('reads')} reads, ${perSecond('writes')} writes and ${perSecond('turns')} turns a second (${kinds.join(', ')}), ${Math.round(after.residentBytes / 2 ** 20)} MiB`,
        `after every namespace was deleted at once: ${await back()} of ${statements} run again from their checkpoints after ${backS} s, ${empty} started with nothing`,
        'CPU and memory are of the controller with the stand-ins in its process.',
      ].join('\n')
    } finally {
      controller.end()
      await stores.close()
      await admin.end()
      await redis.stop()
      await postgres.stop()
      await lab.stop()
    }
  },
}
