import { bornStatement, makeTenant, statementKey, valueOf } from '@headgate/ports/contracts'
import type { StoresUnderTest } from '@headgate/ports/contracts'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresStores } from './postgres-stores.ts'
import type { PostgresStores } from './postgres-stores.ts'
import { makeStoresUnderTest, startTestPostgres } from './testing.ts'
import type { TestPostgres } from './testing.ts'

/** Stands between the stores and Postgres and cuts the line around a word that the client sends. */
interface Cutter {
  url: string
  cut: { word: string; /** Whether Postgres still gets it. */ delivered: boolean } | undefined
  /** Whether the server of a new connection dies as it says that it is ready: both are in one piece of what comes. */
  isDying: boolean
  stop(): Promise<void>
}

const readyForQuery = Buffer.from('Z\0\0\0\x05I', 'latin1')

/** What a backend says whose postmaster was killed. */
function postmasterExit(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0')
  const head = Buffer.from('E\0\0\0\0', 'latin1')
  head.writeUInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

async function startCutter(target: string): Promise<Cutter> {
  const { port } = new URL(target)
  const sockets = new Set<Socket>()
  const cutter = { cut: undefined, isDying: false } as Cutter
  const server: Server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
    }
    let isReady = false
    upstream.on('data', (bytes) => {
      const isFirst = !isReady && bytes.includes(readyForQuery)
      isReady ||= isFirst
      if (!cutter.isDying || !isFirst) return void client.write(bytes)
      cutter.isDying = false
      client.end(Buffer.concat([bytes, postmasterExit()]))
    })
    client.on('data', (bytes) => {
      if (cutter.cut === undefined || !bytes.includes(cutter.cut.word)) return void upstream.write(bytes)
      const { delivered } = cutter.cut
      cutter.cut = undefined
      if (!delivered) return void client.destroy()
      upstream.removeAllListeners('data')
      upstream.once('data', () => client.destroy())
      upstream.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.port = String((server.address() as AddressInfo).port)
  cutter.url = url.href
  cutter.stop = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return cutter
}

let postgres: TestPostgres
let direct: StoresUnderTest
let cutter: Cutter
let tenant: { organizationId: string; environmentId: string }
beforeAll(async () => {
  postgres = await startTestPostgres()
  direct = makeStoresUnderTest(postgres)
  tenant = await makeTenant(direct)
  cutter = await startCutter(postgres.apiUrl)
}, 60_000)
afterAll(async () => {
  await cutter?.stop()
  await direct?.stop()
  await postgres?.stop()
})

/** New stores: on a new connection every SQL text is sent in full, later only by its name. They cut at the next of these words. */
async function withCut(word: string, delivered: boolean, body: (stores: PostgresStores) => Promise<void>): Promise<void> {
  const stores = createPostgresStores({ url: cutter.url, role: 'api', secretKey: new Uint8Array(32).fill(7), clock: { nowMs: Date.now, sleep: async () => {} }, poolSize: 1 })
  valueOf(await stores.api.ping())
  cutter.cut = { word, delivered }
  await body(stores)
  expect(cutter.cut).toBeUndefined()
  await stores.close()
}

describe('an outage of the database', () => {
  it('lost in COMMIT: the outcome is unknown, whether or not it was stored', async () => {
    for (const delivered of [true, false]) {
      await withCut('COMMIT', delivered, async (stores) => {
        const born = bornStatement(tenant)
        expect(await stores.api.createStatement(tenant, born)).toMatchObject({ ok: false, reason: 'unknown-outcome' })
        // A backend whose line was cut may still be at its COMMIT when the client knows already.
        await expect.poll(async () => (await direct.api.loadStatement(tenant, born.name)).ok).toBe(delivered)
        const again = await stores.api.createStatement(tenant, born)
        expect(again.ok ? 'stored' : again.reason).toBe(delivered ? 'conflict' : 'stored')
      })
    }
  })

  it('lost before COMMIT: nothing happened', async () => {
    for (const word of ['BEGIN', 'set_config', 'INSERT INTO statement']) {
      for (const delivered of [true, false]) {
        await withCut(word, delivered, async (stores) => {
          const born = bornStatement(tenant)
          expect([word, await stores.api.createStatement(tenant, born)]).toMatchObject([word, { ok: false, reason: 'unavailable' }])
          expect((await direct.api.loadStatement(tenant, born.name)).ok).toBe(false)
          valueOf(await stores.api.createStatement(tenant, born))
        })
      }
    }
  })

  it('lost while reading: unavailable, then it goes on', async () => {
    for (const word of ['FROM compute_pool', 'COMMIT']) {
      await withCut(word, false, async (stores) => {
        expect(await stores.api.listPools(tenant, { pageSize: 1 })).toMatchObject({ ok: false, reason: 'unavailable' })
        valueOf(await stores.api.listPools(tenant, { pageSize: 1 }))
      })
    }
  })

  it('a server that dies as a connection becomes ready: unavailable, and the process lives on', async () => {
    const stores = createPostgresStores({ url: cutter.url, role: 'api', secretKey: new Uint8Array(32).fill(7), clock: { nowMs: Date.now, sleep: async () => {} }, poolSize: 2 })
    valueOf(await stores.api.ping())
    // The first of the two takes the connection that is there.
    const first = stores.api.listPools(tenant, { pageSize: 1 })
    cutter.isDying = true
    const second = stores.api.listPools(tenant, { pageSize: 1 })
    expect([await first, await second]).toMatchObject([{ ok: true }, { ok: false, reason: 'unavailable' }])
    expect(cutter.isDying).toBe(false)
    valueOf(await stores.api.listPools(tenant, { pageSize: 1 }))
    await stores.close()
  })

  it('a server that is not there is unavailable', async () => {
    const nowhere = createPostgresStores({ url: 'postgres://headgate_api:x@127.0.0.1:1/x', role: 'api', secretKey: new Uint8Array(32), clock: { nowMs: Date.now, sleep: async () => {} }, poolSize: 1 })
    expect(await nowhere.api.ping()).toMatchObject({ ok: false, reason: 'unavailable' })
    expect(await nowhere.api.createStatement(tenant, bornStatement(tenant))).toMatchObject({ ok: false, reason: 'unavailable' })
    await nowhere.close()
  })

  it('a statement keeps text that Postgres cannot store as it is', async () => {
    const born = bornStatement(tenant, { sql: "SELECT '\0'", labels: { 'a\0': '\ud800' } })
    valueOf(await direct.api.createStatement(tenant, { ...born, status: { ...born.status, detail: 'nul \0 end' } }))
    const loaded = valueOf(await direct.api.loadStatement(tenant, born.name))
    expect(loaded.spec.sql).toBe("SELECT '\0'")
    expect(loaded.status.detail).toBe('nul \uFFFD end')
    const lease = valueOf(await direct.reconcile.lease(statementKey(loaded), 'h', Date.now(), 1_000))
    valueOf(await direct.reconcile.recordStatement(lease, { observed: loaded.observed, events: [{ atMs: 1, type: 'Normal', reason: 'R', message: 'x\0y' }], wake: [] }))
    expect(valueOf(await direct.api.listEvents(tenant, loaded.uid, 5))[0]?.message).toBe('x\uFFFDy')
  })
})
