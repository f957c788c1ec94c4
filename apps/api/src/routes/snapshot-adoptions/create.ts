import { operations } from '@headgate/contract'
import type { Snapshot, Statement } from '@headgate/domain'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUpStorage } from '../../http/wake-up.ts'
import { renderSnapshot } from '../../render/render-snapshot.ts'
import { adoptedKey } from '../../snapshots/adopted-key.ts'
import { blueprintOf } from '../../snapshots/blueprint-of.ts'
import { derivedId } from '../../snapshots/derived-id.ts'
import { listAllSnapshots } from '../../snapshots/list-all.ts'
import { readNewSpec } from '../../snapshots/read-spec-change.ts'
import { whoseIs } from '../../snapshots/whose-is.ts'

export const createSnapshotAdoption = defineRoute(operations.snapshotAdoptions.create, async ({ body, tenant, links, keepAnswer, log }, { store, resources, wake, clock, config }) => {
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const { storageRoot } = config
  if (storageRoot === undefined) return problem(409, 'This Headgate was not told where its store is, so that it can adopt nothing.')
  const pointer = '/path'
  const read = adoptedKey(body.path, tenant, storageRoot)
  if ('why' in read) return problem(422, { detail: `The path cannot be adopted, because ${read.why}.`, pointer })
  const nowMs = clock.nowMs()
  const spec = readNewSpec(body, nowMs)
  if ('problem' in spec) return spec

  let statement: Statement | undefined
  if (body.statement_name !== undefined) {
    const loaded = await store.loadStatement(tenant, body.statement_name)
    if (!loaded.ok && loaded.reason !== 'not-found') return problemOf(loaded, { noun: 'statement', name: body.statement_name })
    if (!loaded.ok) return problem(422, { detail: `The statement '${body.statement_name}' does not exist.`, pointer: '/statement_name' })
    if (loaded.value.class !== 'insert') return problem(422, { detail: `The statement '${body.statement_name}' is of a kind that has no snapshots.`, pointer: '/statement_name' })
    statement = loaded.value
  }
  const statements = await store.listStorageStatements(tenant)
  if (!statements.ok) return problemOf(statements, { noun: 'environment', name: tenant.environmentId })
  const known = await listAllSnapshots(store, tenant, {})
  if ('problem' in known) return known
  const owner = whoseIs(read.key, tenant, storageRoot, known, statements.value)
  if (owner !== undefined) return problem(409, { detail: owner, pointer })

  const answerTo = (snapshot: Snapshot) => {
    const rendered = renderSnapshot(snapshot, links)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await store.createSnapshot(tenant, {
    ...tenant,
    id: derivedId(tenant, read.key),
    // By its name; what it really is, its `_metadata` tells.
    kind: /\/chk-\d+$/.test(read.key) ? 'checkpoint' : 'savepoint',
    format: 'native',
    trigger: 'adopted',
    ...(statement === undefined ? {} : { statement: { uid: statement.uid, name: statement.name, generation: 0 }, blueprint: blueprintOf(statement) }),
    spec,
    state: 'WRITTEN',
    intent: { failures: 0, directoryKey: read.key },
    observed: { uri: `${storageRoot}/${read.key}` },
    createdAtMs: nowMs,
  }, keepAnswer(answerTo))
  if (!created.ok) return problemOf(created, { noun: 'environment', name: tenant.environmentId }, { pointer })
  wakeUpStorage(wake, tenant)
  log.info({ snapshot: created.value.id }, 'snapshot adopted')
  return answerTo(created.value)
})
