import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createFlinkRest } from '@headgate/adapter-flink'
import { afterEach, describe, expect, it } from 'vitest'
import { keyStorePassword } from '../render/tls-files.ts'
import { createFlinkFetch } from './create-flink-fetch.ts'
import { renderFlinkEndpoint } from './flink-endpoint.ts'
import type { RestRole } from './flink-endpoint.ts'
import { createPoolAuthorities } from './pool-authorities.ts'

const day = 24 * 60 * 60_000
const authorities = createPoolAuthorities(Buffer.alloc(32, 1))
const generation = 'headgate-env-abc123-0a1b2c3d/lfcp-abc123-3'
const another = 'headgate-env-abc123-0a1b2c3d/lfcp-abc123-4'
const overview = { taskmanagers: 0, 'slots-total': 0, 'slots-available': 0, 'flink-version': '2.3.0', jobs: [] }
const closing: (() => unknown)[] = []
let refusals: [serverName: string, code: string][] = []
afterEach(async () => {
  refusals = []
  for (const close of closing.splice(0)) await close()
})

type Listener = ReturnType<typeof createPlainServer> | ReturnType<typeof createServer>
async function listen(server: Listener): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve) }))
  return (server.address() as AddressInfo).port
}

/** As Flink is, with the very key store that it gets. Returns the certificates that it was shown. */
async function startServer(of: string, role: RestRole, untilMs = Date.now() + day): Promise<{ port: number; shown: string[] }> {
  const validity = { fromMs: Date.now() - 2 * day, untilMs }
  const stores = await authorities.keyStoresOf(of, validity)
  const { certificateAuthority } = await authorities.clientOf(of, validity)
  const shown: string[] = []
  const server = createServer({ pfx: role === 'jobmanager' ? stores.jobManager : stores.gateway, passphrase: keyStorePassword, ca: certificateAuthority, requestCert: true, rejectUnauthorized: true }, (_request, response) => response.end(JSON.stringify(overview)))
  server.on('secureConnection', (socket) => shown.push(socket.getPeerX509Certificate()?.serialNumber ?? ''))
  return { port: await listen(server), shown }
}

function ask(port: number, clock = { nowMs: () => Date.now() }) {
  const fetch = createFlinkFetch({ authorities, clock, onRefusal: (serverName, code) => refusals.push([serverName, code]) })
  closing.push(fetch.close)
  const flink = createFlinkRest({ fetch })
  return (of = generation, role: RestRole = 'jobmanager') => flink.observeCluster(renderFlinkEndpoint('127.0.0.1', port, of, role), 3)
}

describe('createFlinkFetch', () => {
  it('is let in, and believes the process that it looked for', async () => {
    const { port } = await startServer(generation, 'jobmanager')
    expect(await ask(port)()).toMatchObject({ ok: true, value: { flinkVersion: '2.3.0' } })
    expect(refusals).toEqual([])
  })

  it('says in words why it was not let in, or did not go in', async () => {
    const [jobManager, gateway, expired] = await Promise.all([startServer(generation, 'jobmanager'), startServer(generation, 'gateway'), startServer(generation, 'jobmanager', Date.now() - day)])
    expect(await ask(jobManager.port)(another)).toMatchObject({ ok: false, reason: 'unavailable', message: expect.stringMatching(/not let the control plane in|not of its pool/) })
    expect(await ask(gateway.port)()).toMatchObject({ ok: false, message: expect.stringContaining('its certificate is of another process') })
    expect(await ask(expired.port)()).toMatchObject({ ok: false, message: expect.stringContaining('has run out: its pool needs a new cluster generation') })
    expect(new Set(refusals.map(([serverName]) => serverName))).toEqual(new Set(['lfcp-abc123-3-jobmanager.headgate-env-abc123-0a1b2c3d.svc', 'lfcp-abc123-4-jobmanager.headgate-env-abc123-0a1b2c3d.svc']))
    expect(refusals.map(([, code]) => code)).toContain('CERT_HAS_EXPIRED')
  })

  it('does not ask in the clear who should speak TLS, and the other way round', async () => {
    const asked: string[] = []
    const port = await listen(createPlainServer((request, response) => { asked.push(request.url ?? ''); response.end(JSON.stringify(overview)) }))
    expect(await ask(port)()).toMatchObject({ ok: false, message: expect.stringContaining('does not speak TLS') })
    expect(asked).toEqual([])
    refusals = []
    const nobody = await startServer(generation, 'jobmanager')
    await closing.pop()?.()
    expect(await ask(nobody.port)()).toMatchObject({ ok: false, message: expect.stringContaining('ECONNREFUSED') })
    expect(refusals).toEqual([])
    // A pool from before.
    const fetch = createFlinkFetch({ authorities, clock: { nowMs: () => Date.now() } })
    closing.push(fetch.close)
    expect(await createFlinkRest({ fetch }).observeCluster(`http://127.0.0.1:${port}`, 1)).toMatchObject({ ok: true })
  })

  it('uses one key for a day, and another one after it', async () => {
    const { port, shown } = await startServer(generation, 'jobmanager', Date.now() + 3 * day)
    let nowMs = Date.now()
    const asking = ask(port, { nowMs: () => nowMs })
    const connect = async (): Promise<void> => {
      const before = shown.length
      // A connection that is kept shows nothing: more at a time need more.
      await Promise.all(Array.from({ length: before + 1 }, () => asking()))
    }
    await connect()
    const first = shown.length
    await connect()
    expect(shown.length).toBeGreaterThan(first)
    expect(new Set(shown).size).toBe(1)
    nowMs += day
    const second = shown.length
    await connect()
    expect(new Set(shown.slice(second)).size).toBe(1)
    expect(new Set(shown).size).toBe(2)
  })
})
