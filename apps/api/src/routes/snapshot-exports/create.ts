import { operations } from '@headgate/contract'
import { exportsKey } from '@headgate/domain'
import type { Snapshot } from '@headgate/domain'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUpStorage } from '../../http/wake-up.ts'
import { renderSnapshot } from '../../render/render-snapshot.ts'
import { derivedId } from '../../snapshots/derived-id.ts'
import { listAllSnapshots } from '../../snapshots/list-all.ts'
import { loadSnapshot } from '../../snapshots/load-snapshot.ts'
import { shownState, whyNotRestorable } from '../../snapshots/shown-state.ts'

export const createSnapshotExport = defineRoute(operations.snapshotExports.create, async ({ params, body, tenant, links, keepAnswer, log }, { store, wake, clock }) => {
  const source = await loadSnapshot(store, tenant, params.snapshot_id)
  if (isProblem(source)) return source
  if (source.kind === 'checkpoint') return problem(409, `The snapshot '${source.id}' is a checkpoint, which names files of other directories and cannot be moved. Take a snapshot of the running statement, and export that.`)
  const why = whyNotRestorable(source)
  if (why !== undefined) return problem(409, `The snapshot '${source.id}' cannot be copied, because ${why}.`)
  const directoryKey = `${exportsKey(tenant)}/${body.destination}`
  const taken = await listAllSnapshots(store, tenant, { trigger: 'exported' })
  if ('problem' in taken) return taken
  const rival = taken.find(({ intent }) => intent.directoryKey === directoryKey)
  if (rival !== undefined) return problem(409, { detail: `The destination '${body.destination}' is that of the snapshot '${rival.id}', which is ${shownState(rival)}. Choose another one.`, pointer: '/destination' })
  const answerTo = (snapshot: Snapshot) => {
    const rendered = renderSnapshot(snapshot, links)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await store.createSnapshot(tenant, {
    ...tenant,
    id: derivedId(tenant, directoryKey),
    kind: source.kind,
    format: source.format,
    trigger: 'exported',
    ...(source.statement === undefined ? {} : { statement: source.statement }),
    copyOf: source.id,
    spec: { labels: {}, pinned: false },
    state: 'PENDING',
    intent: { failures: 0, directoryKey },
    observed: {},
    createdAtMs: clock.nowMs(),
    ...(source.blueprint === undefined ? {} : { blueprint: source.blueprint }),
  }, keepAnswer(answerTo))
  if (!created.ok) return problemOf(created, { noun: 'environment', name: tenant.environmentId }, { pointer: '/destination' })
  wakeUpStorage(wake, tenant)
  log.info({ snapshot: created.value.id, copyOf: source.id }, 'export asked for')
  return answerTo(created.value)
})
