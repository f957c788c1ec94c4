import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createVirtualClock } from '@headgate/sim'
import type { VirtualClock } from '@headgate/sim'
import { afterEach, describe, expect, it } from 'vitest'
import { createKubeClient } from './kube-client.ts'
import type { KubeClient } from './kube-client.ts'
import { configMapKind, podKind } from './resource-paths.ts'

let server: Server | undefined
let client: KubeClient | undefined
let clock: VirtualClock
/** Paths that were asked, in their order. */
let asked: string[]

afterEach(async () => {
  await client?.close()
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
})

/** A client of a server that answers so. */
async function talkTo(answer: RequestListener, options: { timeoutMs?: number; watchIdleMs?: number } = {}): Promise<KubeClient> {
  asked = []
  clock = createVirtualClock(Date.parse('2026-01-01T00:00:00Z'))
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  client = createKubeClient({ connection: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, clock, timeoutMs: 15_000, ...options })
  return client
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener => (_request, response) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
const key = { ...configMapKind, namespace: 'n', name: 'a' }
const look = (of: KubeClient) => of.get(key)

describe('a server that wants to be left alone', () => {
  it.each([
    ['seconds', { 'retry-after': '5' }, {}],
    ['a date, by its own clock', { 'retry-after': 'Thu, 01 Jan 2026 08:00:05 GMT', date: 'Thu, 01 Jan 2026 08:00:00 GMT' }, {}],
    ['seconds in the body', {}, { details: { retryAfterSeconds: 5 } }],
  ])('is not asked before that: %s', async (_what, headers, body) => {
    const kube = await talkTo(json(503, body, headers))
    expect(await look(kube)).toMatchObject({ ok: false, reason: 'unavailable' })
    await clock.advance(4_999)
    expect(await look(kube)).toMatchObject({ ok: false, reason: 'throttled', message: expect.stringContaining('left alone for 1 s') })
    // Nor for anything else.
    expect(await kube.list(podKind, {})).toMatchObject({ reason: 'throttled' })
    expect(await kube.watch(podKind, { version: '1', timeoutSeconds: 1 }, new AbortController().signal)).toMatchObject({ reason: 'throttled' })
    expect(asked).toHaveLength(1)
    await clock.advance(1)
    await look(kube)
    expect(asked).toHaveLength(2)
  })

  it('is asked again after a minute, whatever it said', async () => {
    const kube = await talkTo(json(429, {}, { 'retry-after': '86400' }))
    await look(kube)
    await clock.advance(60_000)
    await look(kube)
    expect(asked).toHaveLength(2)
  })

  it('has to say so: an answer that it is no use to ask again is no wish for a pause', async () => {
    const kube = await talkTo(json(409, { reason: 'AlreadyExists', details: { retryAfterSeconds: 5 } }))
    await look(kube)
    await look(kube)
    expect(asked).toHaveLength(2)
  })
})

describe('what fails again and again', () => {
  it('is asked fewer than 20 times a minute, and as often as anybody likes when it works again', async () => {
    let isAway = true
    const kube = await talkTo((request, response) => (isAway ? request.socket.destroy() : json(200, { metadata: {} })(request, response)))
    for (let passedMs = 0; passedMs < 60_000; passedMs += 250) {
      expect(await look(kube)).toMatchObject({ ok: false, reason: 'unavailable' })
      await clock.advance(250)
    }
    expect(asked.length).toBeLessThan(20)
    // Another object is another matter.
    await kube.get({ ...key, name: 'b' })
    expect(asked.at(-1)).toContain('/b')
    isAway = false
    await clock.advance(4_000)
    asked.length = 0
    for (let times = 0; times < 30; times++) expect(await look(kube)).toMatchObject({ ok: true })
    expect(asked).toHaveLength(30)
  })

  it('tells meanwhile why it failed', async () => {
    const kube = await talkTo(json(500, { message: 'etcd is full' }))
    await look(kube)
    await look(kube)
    expect(await look(kube)).toMatchObject({ reason: 'unavailable', message: expect.stringMatching(/not asked to show ConfigMap n\/a again yet.*etcd is full/) })
    expect(asked).toHaveLength(2)
  })

  it('is not what was refused for good', async () => {
    const kube = await talkTo(json(422, { message: 'no' }))
    for (let times = 0; times < 5; times++) await look(kube)
    expect(asked).toHaveLength(5)
  })
})

describe('a list', () => {
  it('begins anew when it cannot go on, and not for ever', async () => {
    let expiries = 0
    const kube = await talkTo((request, response) => {
      if (!request.url?.includes('continue=')) return json(200, { metadata: { continue: 'c', resourceVersion: '7' }, items: [{ metadata: { name: 'a' } }] })(request, response)
      if (expiries > 0) {
        expiries -= 1
        return json(410, { reason: 'Expired', message: 'The provided continue parameter is too old' })(request, response)
      }
      return json(200, { metadata: { resourceVersion: '7' }, items: [{ metadata: { name: 'b' } }] })(request, response)
    })
    expiries = 2
    const listed = await kube.list(podKind, {})
    expect(listed).toMatchObject({ ok: true, value: { version: '7', items: [{ kind: 'Pod', metadata: { name: 'a' } }, { metadata: { name: 'b' } }] } })
    expiries = 100
    expect(await kube.list(podKind, {})).toMatchObject({ ok: false, reason: 'conflict' })
    expect(expiries).toBe(97)
  })

  it('that does not end is given up', async () => {
    const kube = await talkTo(json(200, { metadata: { continue: 'c' }, items: [] }))
    expect(await kube.list(podKind, {})).toMatchObject({ ok: false, reason: 'unavailable', message: expect.stringContaining('did not end') })
  })
})

describe('an answer that is none', () => {
  it.each([['null', 'null'], ['a text', '"x"'], ['half an object', '{"a":'], ['nothing', '']])('%s is a reason, never a throw', async (_what, text) => {
    const kube = await talkTo((_request, response) => response.end(text))
    expect(await look(kube)).toMatchObject({ ok: false, reason: 'unavailable' })
    expect(await kube.list(podKind, {})).toMatchObject({ ok: false, reason: 'unavailable' })
  })

  it('nor one of an error', async () => {
    const kube = await talkTo((_request, response) => response.writeHead(500).end('null'))
    expect(await look(kube)).toMatchObject({ ok: false, reason: 'unavailable' })
  })

  it('one that does not come in time may have had its effect', async () => {
    const kube = await talkTo(() => undefined, { timeoutMs: 50 })
    expect(await kube.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'n' } })).toMatchObject({ reason: 'unavailable', message: expect.stringMatching(/may not have done.*did not answer in time/) })
  })
})

describe('a watch', () => {
  it('on a connection that died without a word is ended by its silence', async () => {
    const kube = await talkTo((_request, response) => {
      response.writeHead(200)
      response.write('{"type":"BOOKMARK","object":{}}\n')
    }, { watchIdleMs: 100 })
    const watched = await kube.watch(podKind, { version: '1', timeoutSeconds: 3_600 }, new AbortController().signal)
    const lines: string[] = []
    const reading = async (): Promise<void> => {
      if (watched.ok) for await (const line of watched.value) lines.push(line)
    }
    await expect(reading()).rejects.toThrow(/Body Timeout/)
    expect(lines).toHaveLength(1)
  })
})

describe('a deletion', () => {
  it('never forgets a pod that may still run, and is done when another one has its name', async () => {
    const kube = await talkTo(json(409, { reason: 'Conflict', message: 'Precondition failed: UID in precondition: a, UID in object meta: b' }))
    expect(await kube.remove({ ...podKind, namespace: 'n', name: 'a' }, { uid: 'a', graceSeconds: 0 })).toMatchObject({ ok: false, reason: 'rejected' })
    expect(asked).toEqual([])
    expect(await kube.remove({ ...podKind, namespace: 'n', name: 'a' }, { uid: 'a' })).toEqual({ ok: true, value: undefined })
  })
})
