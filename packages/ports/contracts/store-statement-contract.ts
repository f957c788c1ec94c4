import { expect, it } from 'vitest'
import { bornStatement, commitOf, leaseNow, makeTenant, refusal, statementKey, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** Statements as the API keeps them: names, versions, filters, pages, and what lies outside of the tenant. */
export function statementStoreTests(stores: () => StoresUnderTest): void {
  it('stores a statement whole and reads it back', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    const born = bornStatement(tenant, { properties: { a: '1', 'sql.secrets.password': 'p' }, labels: { team: 'x' }, sql: "SELECT '\u00e4'" })
    const created = valueOf(await api.createStatement(tenant, born))
    expect(created).toMatchObject({ ...born, specVersion: 1, intentVersion: 1, updatedAtMs: born.createdAtMs })
    expect(valueOf(await api.loadStatement(tenant, born.name))).toEqual(created)
    expect(valueOf(await api.loadStatementByUid(tenant, born.uid))).toEqual(created)
    expect(valueOf(await stores().reconcile.loadStatement(statementKey(created)))).toEqual(created)
  })

  it('a taken name is a conflict, also while its statement is being deleted', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'taken' })))
    expect(await api.createStatement(tenant, bornStatement(tenant, { name: 'taken' }))).toMatchObject(refusal('conflict'))
    valueOf(await api.requestStatementDeletion(tenant, 'taken', 5))
    expect(await api.createStatement(tenant, bornStatement(tenant, { name: 'taken' }))).toMatchObject(refusal('conflict'))
  })

  it('the same name and uid in another environment or organization are another statement', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    const born = bornStatement(tenant, { name: 'same' })
    valueOf(await api.createStatement(tenant, born))
    for (const other of [await makeTenant(stores(), tenant.organizationId), await makeTenant(stores())]) {
      valueOf(await api.createStatement(other, { ...born, ...other }))
    }
  })

  it('a statement of an environment that does not exist is not-found', async () => {
    const tenant = await makeTenant(stores())
    const nowhere = { ...tenant, environmentId: 'env-nowhere' }
    expect(await stores().api.createStatement(nowhere, bornStatement(nowhere))).toMatchObject(refusal('not-found'))
  })

  it('what another tenant has is not-found, and a row cannot be put into another tenant', async () => {
    const { api, reconcile } = stores()
    const tenant = await makeTenant(stores())
    const created = valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'mine' })))
    for (const other of [await makeTenant(stores(), tenant.organizationId), await makeTenant(stores())]) {
      expect(await api.loadStatement(other, 'mine')).toMatchObject(refusal('not-found'))
      expect(await api.loadStatementByUid(other, created.uid)).toMatchObject(refusal('not-found'))
      expect(await api.changeStatementSpec(other, 'mine', created.spec, 1, 5)).toMatchObject(refusal('not-found'))
      expect(await api.requestStatementDeletion(other, 'mine', 5)).toMatchObject(refusal('not-found'))
      expect(await api.resolveStatement(other, 'mine', 'run-again', 5)).toMatchObject(refusal('not-found'))
      expect(valueOf(await api.listStatements(other, {}, { pageSize: 10 })).items).toEqual([])
      expect(valueOf(await api.listEvents(other, created.uid, 10))).toEqual([])
      expect(await reconcile.loadStatement({ ...statementKey(created), ...other })).toMatchObject(refusal('not-found'))
      expect(await api.createStatement(other, bornStatement(tenant))).toMatchObject(refusal('not-found'))
    }
  })

  it('a dry run is found by uid alone and takes no name', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    const dry = valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'same', dryRun: true })))
    expect(await api.loadStatement(tenant, 'same')).toMatchObject(refusal('not-found'))
    expect(valueOf(await api.loadStatementByUid(tenant, dry.uid)).dryRun).toBe(true)
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'same' })))
    expect(valueOf(await api.listStatements(tenant, {}, { pageSize: 10 })).items.map((item) => item.dryRun)).toEqual([false])
  })

  it('lists newest first, in pages that neither repeat nor miss', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    for (const nowMs of [10, 20, 20, 20, 30]) valueOf(await api.createStatement(tenant, bornStatement(tenant, { nowMs })))
    const seen: string[] = []
    const times: number[] = []
    let pageToken: string | undefined
    let pages = 0
    do {
      const page = valueOf(await api.listStatements(tenant, {}, { pageSize: 2, pageToken }))
      seen.push(...page.items.map((item) => item.uid))
      times.push(...page.items.map((item) => item.createdAtMs))
      pageToken = page.nextPageToken
      expect(pageToken ?? '').toMatch(/^([0-9]{1,15}\.[A-Za-z0-9._~-]{1,150})?$/)
      pages += 1
    } while (pageToken !== undefined && pages < 10)
    expect(new Set(seen).size).toBe(5)
    expect(times).toEqual([30, 20, 20, 20, 10])
    expect(pages).toBe(3)
    // Any place is one to go on from, whether or not something is there.
    expect(valueOf(await api.listStatements(tenant, {}, { pageSize: 9, pageToken: '20.0' })).items.map((item) => item.createdAtMs)).toEqual([10])
    for (const nonsense of ['nonsense', '20', '.a', '20.a b', '20.\0']) expect(await api.listStatements(tenant, {}, { pageSize: 2, pageToken: nonsense })).toMatchObject(refusal('rejected'))
  })

  it('filters by pool, phase, labels and part of the name', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'Alpha-1', computePoolId: 'lfcp-a', labels: { x: '1', y: '2' } })))
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'beta%_1', computePoolId: 'lfcp-b', labels: { x: '1' } })))
    const names = async (filter: Parameters<typeof api.listStatements>[1]) =>
      valueOf(await api.listStatements(tenant, filter, { pageSize: 10 })).items.map((item) => item.name).sort()
    expect(await names({})).toEqual(['Alpha-1', 'beta%_1'])
    expect(await names({ computePoolId: 'lfcp-a' })).toEqual(['Alpha-1'])
    expect(await names({ labels: { x: '1' } })).toEqual(['Alpha-1', 'beta%_1'])
    expect(await names({ labels: { x: '1', y: '2' } })).toEqual(['Alpha-1'])
    expect(await names({ labels: { x: '2' } })).toEqual([])
    expect(await names({ nameSearch: 'aLPHA' })).toEqual(['Alpha-1'])
    expect(await names({ nameSearch: '%' })).toEqual(['beta%_1'])
    expect(await names({ phase: 'PENDING' })).toEqual(['Alpha-1', 'beta%_1'])
    expect(await names({ phase: 'RUNNING' })).toEqual([])
  })

  it('a spec is replaced at its expected version only', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    const created = valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'a' })))
    const changed = valueOf(await api.changeStatementSpec(tenant, 'a', { ...created.spec, stopped: true, labels: { b: 'c' } }, 1, 77))
    expect(changed).toMatchObject({ specVersion: 2, intentVersion: 1, updatedAtMs: 77, spec: { stopped: true, labels: { b: 'c' }, sql: created.spec.sql } })
    expect(await api.changeStatementSpec(tenant, 'a', created.spec, 1, 78)).toMatchObject(refusal('conflict'))
    expect(await api.changeStatementSpec(tenant, 'none', created.spec, 1, 78)).toMatchObject(refusal('not-found'))
    expect(valueOf(await api.loadStatement(tenant, 'a'))).toEqual(changed)
  })

  it('deletion is asked for once and may be repeated', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'a' })))
    valueOf(await api.requestStatementDeletion(tenant, 'a', 70))
    valueOf(await api.requestStatementDeletion(tenant, 'a', 90))
    expect(valueOf(await api.loadStatement(tenant, 'a'))).toMatchObject({ deletionRequestedAtMs: 70, specVersion: 1 })
    expect(await api.requestStatementDeletion(tenant, 'none', 90)).toMatchObject(refusal('not-found'))
  })

  it('a choice is stored for a parked statement only, and outdates the commit of a pass under way', async () => {
    const { api, reconcile } = stores()
    const tenant = await makeTenant(stores())
    const created = valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'a' })))
    expect(await api.resolveStatement(tenant, 'a', 'run-again', 5)).toMatchObject(refusal('conflict'))
    const lease = await leaseNow(stores(), statementKey(created))
    const parked = valueOf(await reconcile.commitStatement(lease, commitOf(created, { intent: { ...created.intent, rest: 'parked' } })))
    const resolved = valueOf(await api.resolveStatement(tenant, 'a', 'treat-as-complete', 6))
    expect(resolved.intent).toEqual({ ...parked.intent, resolution: 'treat-as-complete' })
    expect(resolved.intentVersion).toBe(parked.intentVersion + 1)
    expect(await reconcile.commitStatement(lease, commitOf(parked))).toMatchObject(refusal('conflict'))
  })
}
