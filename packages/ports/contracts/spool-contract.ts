import type { ResultRow, Tenant } from '@headgate/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bornStatement, makeTenant, refusal, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

const rows = (...cells: string[]): ResultRow[] => cells.map((cell) => ({ op: 0, row: [cell, null, [cell]] }))

/** What `SpoolPort` promises. `makeStores` is called once; every test makes its own statement. */
export function spoolContract(makeStores: () => Promise<StoresUnderTest>): void {
  let stores: StoresUnderTest
  let tenant: Tenant
  beforeAll(async () => {
    stores = await makeStores()
    tenant = await makeTenant(stores)
  }, 60_000)
  afterAll(async () => {
    await stores?.stop()
  })
  const fresh = async () => valueOf(await stores.api.createStatement(tenant, bornStatement(tenant, { class: 'query' }))).uid

  it('is empty before anything was written', async () => {
    const uid = await fresh()
    expect(valueOf(await stores.spoolReader.state(tenant, uid))).toEqual({ nextChunk: 0, readUpToChunk: 0, rowsHeld: 0, bytesHeld: 0, rowsTotal: 0, complete: false })
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 0, 5))).toEqual({ rows: undefined, last: false })
    expect(valueOf(await stores.spoolWriter.state(tenant, uid))).toMatchObject({ nextChunk: 0, readUpToChunk: 0, lastReadAtMs: 5 })
  })

  it('gives back what was appended, in chunks, and says which is the last', async () => {
    const uid = await fresh()
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('a', 'ä\u0000'), 1, 'p0'))
    valueOf(await stores.spoolWriter.append(tenant, uid, 1, rows('c'), 2, 'p1'))
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 0, 3))).toEqual({ rows: rows('a', 'ä\u0000'), last: false })
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 1, 3))).toEqual({ rows: rows('c'), last: false })
    const state = valueOf(await stores.spoolReader.state(tenant, uid))
    expect(state).toMatchObject({ nextChunk: 2, rowsHeld: 3, rowsTotal: 3, complete: false, position: 'p1' })
    expect(state.bytesHeld).toBeGreaterThan(0)
    valueOf(await stores.spoolWriter.complete(tenant, uid, 4))
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 0, 5)).last).toBe(false)
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 1, 5))).toEqual({ rows: rows('c'), last: true })
    expect(valueOf(await stores.spoolReader.state(tenant, uid)).complete).toBe(true)
  })

  it('a repeated append leaves what is there', async () => {
    const uid = await fresh()
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('a'), 1, 'p0'))
    valueOf(await stores.spoolWriter.append(tenant, uid, 1, rows('b'), 1, 'p1'))
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('x', 'y'), 2, 'p9'))
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 0, 3)).rows).toEqual(rows('a'))
    expect(valueOf(await stores.spoolReader.state(tenant, uid))).toMatchObject({ nextChunk: 2, rowsHeld: 2, rowsTotal: 2, position: 'p1' })
  })

  it('of racing appends of one chunk one is stored', async () => {
    const uid = await fresh()
    await Promise.all(['a', 'b', 'c'].map(async (cell) => valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows(cell), 1))))
    expect(valueOf(await stores.spoolReader.state(tenant, uid))).toMatchObject({ nextChunk: 1, rowsHeld: 1, rowsTotal: 1 })
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 0, 2)).rows).toHaveLength(1)
  })

  it('leaves no gap, and takes nothing after its end', async () => {
    const uid = await fresh()
    expect(await stores.spoolWriter.append(tenant, uid, 1, rows('b'), 1)).toMatchObject(refusal('conflict'))
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('a'), 1))
    expect(await stores.spoolWriter.append(tenant, uid, 2, rows('c'), 1)).toMatchObject(refusal('conflict'))
    valueOf(await stores.spoolWriter.complete(tenant, uid, 2))
    expect(await stores.spoolWriter.append(tenant, uid, 1, rows('b'), 3)).toMatchObject(refusal('conflict'))
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('a'), 3))
  })

  it('an empty result is complete without a chunk', async () => {
    const uid = await fresh()
    valueOf(await stores.spoolWriter.complete(tenant, uid, 2))
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 0, 3))).toEqual({ rows: undefined, last: true })
  })

  it('keeps the reason of an end without the whole result', async () => {
    const uid = await fresh()
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('a'), 1))
    valueOf(await stores.spoolWriter.complete(tenant, uid, 2, 'too many rows'))
    expect(valueOf(await stores.spoolReader.state(tenant, uid))).toMatchObject({ complete: true, failure: 'too many rows' })
  })

  it('notes how far it was read, never backwards', async () => {
    const uid = await fresh()
    for (const chunk of [0, 1, 2]) valueOf(await stores.spoolWriter.append(tenant, uid, chunk, rows('a'), 1))
    valueOf(await stores.spoolReader.read(tenant, uid, 2, 50))
    valueOf(await stores.spoolReader.read(tenant, uid, 1, 60))
    expect(valueOf(await stores.spoolWriter.state(tenant, uid))).toMatchObject({ readUpToChunk: 2, lastReadAtMs: 60 })
  })

  it('trims what was read: it is not-found then, and counts no more', async () => {
    const uid = await fresh()
    for (const chunk of [0, 1, 2]) valueOf(await stores.spoolWriter.append(tenant, uid, chunk, rows('a', 'b'), 1))
    const before = valueOf(await stores.spoolWriter.state(tenant, uid))
    valueOf(await stores.spoolWriter.trim(tenant, uid, 2))
    valueOf(await stores.spoolWriter.trim(tenant, uid, 1))
    expect(await stores.spoolReader.read(tenant, uid, 1, 5)).toMatchObject(refusal('not-found'))
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 2, 5)).rows).toEqual(rows('a', 'b'))
    const after = valueOf(await stores.spoolWriter.state(tenant, uid))
    expect(after).toMatchObject({ nextChunk: 3, rowsHeld: 2, rowsTotal: 6 })
    expect(after.bytesHeld).toBeLessThan(before.bytesHeld)
    valueOf(await stores.spoolWriter.append(tenant, uid, 3, rows('c'), 6))
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('c'), 6))
    expect(valueOf(await stores.spoolWriter.state(tenant, uid)).nextChunk).toBe(4)
  })

  it('is gone when it was removed, and may be removed again', async () => {
    const uid = await fresh()
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('a'), 1))
    valueOf(await stores.spoolWriter.remove(tenant, uid))
    valueOf(await stores.spoolWriter.remove(tenant, uid))
    expect(valueOf(await stores.spoolReader.state(tenant, uid)).nextChunk).toBe(0)
  })

  it('another tenant reads nothing of it', async () => {
    const uid = await fresh()
    valueOf(await stores.spoolWriter.append(tenant, uid, 0, rows('a'), 1))
    const other = await makeTenant(stores, tenant.organizationId)
    expect(valueOf(await stores.spoolReader.state(other, uid)).nextChunk).toBe(0)
    const read = await stores.spoolReader.read(other, uid, 0, 5)
    expect(read.ok ? read.value.rows : read.reason).toSatisfy((seen) => seen === undefined || seen === 'not-found')
    valueOf(await stores.spoolWriter.trim(other, uid, 1))
    valueOf(await stores.spoolWriter.remove(other, uid))
    expect(valueOf(await stores.spoolReader.read(tenant, uid, 0, 5)).rows).toEqual(rows('a'))
  })
}
