import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countAnswers } from './count-answers.ts'
import { exchange, openSocket } from './raw-http.ts'
import { startMain } from './start-main.ts'
import type { RunningMain } from './start-main.ts'

let main: RunningMain
let auth: string
let statements: string
/** Opened first and looked at last: the server closes each when its time is up. */
let slow: { socket: Socket; received: () => string; closed: Promise<void> }[]

beforeAll(async () => {
  main = await startMain()
  auth = `Authorization: Basic ${Buffer.from(`${main.apiKey}:${main.apiSecret}`).toString('base64')}\r\n`
  statements = `/sql/v1/organizations/${main.organizationId}/environments/${main.environmentId}/statements`
  slow = await Promise.all([...Array<number>(100).keys()].map((index) => startSlow(index)))
})
afterAll(async () => {
  for (const { socket } of slow ?? []) socket.destroy()
  await main?.clean()
})

const host = 'Host: headgate.example\r\n'
const json = 'Content-Type: application/json\r\n'
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\n${host}${auth}${headers}\r\n`
const post = (path: string, body: string | Buffer, headers = json) => Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${host}${auth}${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`), Buffer.from(body)])
const chunked = (path: string, chunks: string) => `POST ${path} HTTP/1.1\r\n${host}${auth}${json}Transfer-Encoding: chunked\r\n\r\n${chunks}`
const sql = (more: object = {}) => ({ spec: { statement: 'SELECT 1' }, ...more })

/** Sends what is one request and returns its one answer. */
async function ask(bytes: string | Buffer) {
  const { answers } = await exchange(main.endpoint, bytes, { answers: 1 })
  const answer = answers[0]
  if (answer === undefined) throw new Error('There was no answer.')
  const body: unknown = answer.body === '' ? undefined : JSON.parse(Buffer.from(answer.body, 'latin1').toString('utf8'))
  return { ...answer, body, errors: (body as { errors?: { status: string; detail: string; source?: { pointer?: string; parameter?: string } }[] } | undefined)?.errors }
}

/** A client that sends a letter of its headers, or of its body, each second. */
async function startSlow(index: number) {
  const socket = await openSocket(main.endpoint)
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  const inBody = index % 2 === 1
  if (index % 4 !== 0) socket.write(inBody ? `POST ${statements} HTTP/1.1\r\n${host}${auth}${json}Content-Length: 1000\r\n\r\n{` : `GET ${statements} HTTP/1.1\r\n`)
  const timer = setInterval(() => index % 4 !== 0 && socket.write(inBody ? ' ' : 'X'), 1_000)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  void closed.then(() => clearInterval(timer))
  return { socket, received: () => text, closed }
}

describe('bodies', () => {
  it('too large: 413 with the limit, by what is announced and by what comes', async () => {
    const announced = await ask(`POST ${statements} HTTP/1.1\r\n${host}${auth}${json}Content-Length: 99999999999\r\n\r\n{`)
    expect([announced.status, announced.errors?.[0]?.detail]).toEqual([413, 'The body is larger than 4194304 bytes, the most that this operation takes.'])
    const other = await ask(post('/org/v2/environments', JSON.stringify({ display_name: 'x', more: 'x'.repeat(1024 * 1024) })))
    expect([other.status, other.errors?.[0]?.detail]).toEqual([413, 'The body is larger than 1048576 bytes, the most that this operation takes.'])
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`
    expect((await ask(chunked(statements, chunk.repeat(65)))).status).toBe(413)
    expect((await ask(post(statements, JSON.stringify(sql({ more: 'x'.repeat(4_000_000) }))))).status).toBe(201)
  })

  it('too deep: 400, however deep, also where a value would be copied', async () => {
    for (const depth of [201, 10_000, 2_000_000]) {
      const answer = await ask(post(statements, `{"spec":{"statement":"SELECT 1"},"x":${'['.repeat(depth)}`))
      expect([answer.status, answer.errors?.[0]?.detail]).toEqual([400, 'The body nests deeper than 200 levels.'])
    }
    await ask(post(statements, JSON.stringify(sql({ name: 'deep' }))))
    const deep = `${'['.repeat(190)}${']'.repeat(190)}`
    const patch = `[{"op":"add","path":"/metadata/labels/a","value":${deep}},{"op":"copy","from":"/metadata/labels/a","path":"/metadata/labels/b"},{"op":"test","path":"/metadata/labels/b","value":${deep}}]`
    const patched = await ask(Buffer.from(post(`${statements}/deep`, patch).toString('latin1').replace('POST', 'PATCH'), 'latin1'))
    expect(patched.status).toBe(422)
  })

  it('no UTF-8, no JSON, no end of their chunks, another charset: refused', async () => {
    const noUtf8 = await ask(post('/org/v2/environments', Buffer.from('{"display_name":"\xff\xfe"}', 'latin1')))
    expect([noUtf8.status, noUtf8.errors?.[0]?.detail]).toEqual([400, 'The body is not UTF-8.'])
    for (const body of ['{', 'nul', '{"a":1,}', "{'a':1}", '\u0000', '{"a":NaN}', '{} {}', '[1,2']) expect((await ask(post(statements, body))).status).toBe(400)
    for (const type of ['application/json; charset=utf-16', 'application/json; charset=iso-8859-1', 'text/json', 'application/jsonp', 'application/json, text/plain', '*/*', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect([type, (await ask(post(statements, '{}', `Content-Type: ${type}\r\n`))).status]).toEqual([type, 415])
    }
    for (const chunks of ['zz\r\n', '-1\r\n{}\r\n0\r\n\r\n', 'fffffffffffffffff\r\n', '2\r\n{}XX0\r\n\r\n', '2\n{}\n0\n\n']) {
      const { answers, closed } = await exchange(main.endpoint, chunked(statements, chunks))
      expect([chunks, answers.map(({ status }) => status), closed]).toEqual([chunks, [400], true])
    }
  })

  it('of the same key twice: the last one counts', async () => {
    const answer = await ask(post('/org/v2/environments', '{"display_name":"first","display_name":"last"}'))
    expect([answer.status, answer.body]).toMatchObject([201, { display_name: 'last' }])
  })

  it('with a prototype: nothing takes it; 400 where it would be kept', async () => {
    const inherited = await ask(post(statements, '{"__proto__":{"name":"inherited"},"spec":{"statement":"SELECT 1","__proto__":{"stopped":true}},"constructor":{"prototype":{"x":1}}}'))
    expect([inherited.status, inherited.body]).toMatchObject([201, { name: expect.stringMatching(/^headgate-/), spec: { stopped: false } }])
    expect((await ask(post(statements, '{"__proto__":{"spec":{"statement":"SELECT 1"}}}'))).status).toBe(400)
    for (const [body, pointer] of [['{"metadata":{"labels":{"__proto__":"x"}},"spec":{"statement":"SELECT 1"}}', '/metadata/labels/__proto__'], ['{"spec":{"statement":"SELECT 1","properties":{"__proto__":"x"}}}', '/spec/properties/__proto__']]) {
      const refused = await ask(post(statements, body ?? ''))
      expect([refused.status, refused.errors?.[0]?.source?.pointer]).toEqual([400, pointer])
    }
    const labels = { constructor: 'a', hasOwnProperty: 'b', toString: 'c', valueOf: 'd' }
    const made = await ask(post(statements, JSON.stringify(sql({ name: 'words', metadata: { labels } }))))
    expect([made.status, (made.body as { metadata: { labels: unknown } }).metadata.labels]).toEqual([201, labels])
    const patched = await ask(Buffer.from(post(`${statements}/words`, '[{"op":"add","path":"/metadata/labels/__proto__","value":"x"}]').toString('latin1').replace('POST', 'PATCH'), 'latin1'))
    expect(patched.status).toBe(422)
    expect((await ask(get(`${statements}?__proto__=1&constructor=2&label_selector=${encodeURIComponent('__proto__=x')}`))).status).toBe(200)
  })

  it('with numbers that are none of ours: 400 that names the field', async () => {
    const pool = (maxCfu: string) => post('/fcpm/v2/compute-pools', `{"spec":{"display_name":"p","cloud":"AWS","region":"local-1","max_cfu":${maxCfu},"environment":{"id":"${main.environmentId}"}}}`)
    for (const number of ['1e400', '-1e400', '1e21', '9007199254740993', '-1', '1.5', '1001', '"10"', 'true', 'null', '[]']) {
      const answer = await ask(pool(number))
      expect([number, answer.status, answer.errors?.[0]?.source?.pointer]).toEqual([number, 400, '/spec/max_cfu'])
    }
    const property = await ask(post(statements, '{"spec":{"statement":"SELECT 1","properties":{"a":1e999}}}'))
    expect([property.status, property.errors?.[0]?.source?.pointer]).toEqual([400, '/spec/properties/a'])
  })

  it('with a NUL or half of a surrogate pair in any text: 400 that names the field', async () => {
    const at = (pointer: string, value: string, inKey = false) => {
      const body: Record<string, unknown> = sql()
      const parts = pointer.slice(1).split('/')
      let container = body
      for (const part of parts.slice(0, -1)) container = (container[part] ??= {}) as Record<string, unknown>
      container[inKey ? value : (parts.at(-1) ?? '')] = inKey ? 'x' : value
      return post(statements, JSON.stringify(body))
    }
    for (const unstorable of ['a\u0000b', 'a\ud800b', '\udc00']) {
      for (const pointer of ['/name', '/organization_id', '/environment_id', '/metadata/labels/a', '/spec/statement', '/spec/properties/a', '/spec/compute_pool_id', '/spec/principal']) {
        const answer = await ask(at(pointer, unstorable))
        expect([pointer, answer.status, answer.errors?.[0]?.source?.pointer]).toEqual([pointer, 400, pointer])
      }
      for (const container of ['/metadata/labels', '/spec/properties']) {
        const answer = await ask(at(`${container}/x`, unstorable, true))
        expect([container, answer.status, answer.errors?.[0]?.source?.pointer]).toEqual([container, 400, container])
      }
    }
  })
})

describe('request lines and headers', () => {
  it('too long: 431; too many parameters: answered', async () => {
    expect((await ask(get(`${statements}/${'x'.repeat(20_000)}`))).status).toBe(431)
    expect((await ask(get('/org/v2/environments', `X-Big: ${'x'.repeat(20_000)}\r\n`))).status).toBe(431)
    expect((await ask(get('/org/v2/environments', 'X-Many: x\r\n'.repeat(1_500)))).status).toBe(431)
    expect((await ask(get(`${statements}/${'x'.repeat(10_000)}`))).status).toBe(404)
    expect((await ask(get(`/org/v2/environments?${'a=1&'.repeat(2_000)}page_size=1`))).status).toBe(200)
    expect((await ask(get(`${statements}?label_selector=${'a=1,'.repeat(500)}b=2`))).status).toBe(200)
  })

  it('that disagree about the length of the body are refused, and nothing is taken for a second request', async () => {
    const smuggled = `GET /org/v2/environments HTTP/1.1\r\n${host}${auth}\r\n`
    const bodies = [
      `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      `Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}${smuggled}`,
      `Content-Length: +2\r\n\r\n{}${smuggled}`,
      `Content-Length: 0x2\r\n\r\n{}${smuggled}`,
      `Content-Length : 2\r\n\r\n{}${smuggled}`,
      `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
      `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`,
      `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      ` Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ]
    for (const body of bodies) {
      const { answers, closed } = await exchange(main.endpoint, `POST ${statements} HTTP/1.1\r\n${host}${auth}${json}${body}`)
      expect([body, answers.map(({ status }) => status), closed]).toEqual([body, [400], true])
    }
    // Half a body, then the end.
    const { answers } = await exchange(main.endpoint, `POST ${statements} HTTP/1.1\r\n${host}${auth}${json}Content-Length: 100\r\n\r\n{}`, { half: true })
    expect(answers.every(({ status }) => status === 400)).toBe(true)
  })

  it('that are broken: 400 and the end of the connection', async () => {
    const broken = [
      'HELLO\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', `FROB / HTTP/1.1\r\n${host}\r\n`,
      'GET /health/live HTTP/1.1\r\n\r\n', `GET /health/live HTTP/1.1\r\n${host}X-Nul: a\u0000b\r\n\r\n`, `GET /health/live HTTP/1.1\r\n${host}No colon here\r\n\r\n`, `GET /health/live HTTP/1.1\r\n${host}: empty\r\n\r\n`,
      `GET /health/live HTTP/1.1\r\n${host}X: a\rb\r\n\r\n`, `GET /a b HTTP/1.1\r\n${host}\r\n`,
    ]
    for (const bytes of broken) {
      const { answers, closed } = await exchange(main.endpoint, Buffer.from(bytes, 'latin1'))
      expect([bytes, answers.map(({ status }) => status), closed]).toEqual([bytes, [400], true])
    }
  })

  it('that are odd but allowed are answered as ever', async () => {
    for (const headers of ['Accept: \u00ff\u00fe;;q=9\r\n', 'Accept: text/html\r\nAccept-Encoding: zstd;q=x\r\n', 'Connection: x, y, z\r\n', 'Range: bytes=0-1\r\n', 'If-Match: "x"\r\n', 'X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: evil.example\r\n', 'Upgrade: websocket\r\nConnection: upgrade\r\n', 'X-HTTP-Method-Override: DELETE\r\n', 'Cookie: a=b\r\n']) {
      const answer = await ask(Buffer.from(get('/org/v2/organizations', headers), 'latin1'))
      expect([headers, answer.status]).toEqual([headers, 200])
      expect(JSON.stringify(answer.body)).not.toContain('evil.example')
    }
    const hostOf = async (line: string) => (await exchange(main.endpoint, `GET /org/v2/organizations HTTP/1.1\r\n${line}${auth}\r\n`, { answers: 1 })).answers[0]
    for (const bad of ['Host: a b\r\n', 'Host: evil.example/path?\r\n', 'Host: x"><script>\r\n', 'Host: user@evil.example\r\n', 'Host:\r\n']) {
      const answer = await hostOf(bad)
      expect([bad, answer?.status]).toEqual([bad, 200])
      expect(answer?.body).toContain('http://localhost/org/v2/organizations')
    }
    const two = await hostOf('Host: a\r\nHost: b\r\n')
    expect([200, 400]).toContain(two?.status)
  })

  it('Expect: 100-continue is answered before the body; another expectation 417', async () => {
    const body = JSON.stringify(sql())
    const { answers } = await exchange(main.endpoint, [`POST ${statements} HTTP/1.1\r\n${host}${auth}${json}Expect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`, body], { answers: 2 })
    expect(answers.map(({ status }) => status)).toEqual([100, 201])
    expect((await exchange(main.endpoint, get('/health/live', 'Expect: a-miracle\r\n'), { answers: 1 })).answers[0]?.status).toBe(417)
  })

  it('HTTP/1.0 and pipelined requests are answered, in order', async () => {
    const old = await exchange(main.endpoint, 'GET /health/live HTTP/1.0\r\n\r\n')
    expect([old.answers.map(({ status }) => status), old.closed]).toEqual([[200], true])
    const names = ['a', 'b', 'c', 'd', 'e']
    const { answers } = await exchange(main.endpoint, names.map((name) => get(`${statements}/${name}`, `X-Request-Id: ${name}\r\n`)).join(''), { answers: names.length })
    expect(answers.map(({ status, headers }) => [status, headers['x-request-id']])).toEqual(names.map((name) => [404, name]))
  })

  it('CONNECT opens no tunnel, and a method that a path does not take is 405', async () => {
    expect((await exchange(main.endpoint, `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host}\r\n`)).text).not.toMatch(/^HTTP\/1\.1 2/)
    for (const method of ['TRACE', 'PROPFIND', 'LOCK', 'QUERY', 'OPTIONS']) {
      const { answers } = await exchange(main.endpoint, `${method} /org/v2/environments HTTP/1.1\r\n${host}${auth}Connection: close\r\n\r\n`)
      expect([method, answers[0]?.status]).toEqual([method, 405])
    }
  })
})

describe('paths and pages', () => {
  it('ids in odd spellings reach nothing else', async () => {
    await ask(post(statements, JSON.stringify(sql({ name: 'here' }))))
    expect((await ask(get(`${statements}/here`))).status).toBe(200)
    expect((await ask(get(`${statements}/%68ere`))).status).toBe(200)
    const environment = `/org/v2/environments/${main.environmentId}`
    expect((await ask(get(environment))).status).toBe(200)
    const odd = ['HERE', 'here%20', '%20here', 'here%00', 'here%0a', 'here;x=1', 'here%2f', 'here%2e', './here', 'here/', '/here', '%2e%2e/statements/here', '..%2fstatements%2fhere', '%2568ere', 'h%C3%A9re', '%ef%bd%88ere', '%c0%a8ere', '%E0%A4%A', '%', '%zz', 'here\\', '*', '%2a', "' OR 1=1 --".replaceAll(' ', '%20')]
    for (const id of odd) {
      for (const path of [`${statements}/${id}`, `${environment.slice(0, environment.lastIndexOf('/'))}/${id}`]) expect([id, [400, 404].includes((await ask(get(path))).status)]).toEqual([id, true])
    }
    for (const path of [statements.replace(main.environmentId, main.environmentId.toUpperCase()), statements.replace('/sql/', '/SQL/'), `/${statements}`, statements.replace('environments/', 'environments/./'), `${statements}/../statements`, `/x/..${statements}`]) {
      expect([path, (await ask(get(path))).status]).toEqual([path, 404])
    }
    // As RFC 9112 allows it, to a proxy: the path counts, not the host.
    expect((await ask(`GET http://elsewhere.example/health/live HTTP/1.1\r\n${host}\r\n`)).status).toBeLessThan(500)
  })

  it('page sizes and tokens that nobody gave: 400 that names them', async () => {
    const lists = ['/org/v2/environments', '/org/v2/organizations', '/iam/v2/api-keys', '/iam/v2/service-accounts', '/fcpm/v2/regions', `/fcpm/v2/compute-pools?environment=${main.environmentId}`, statements, statements.replace('statements', 'connections')]
    for (const list of lists) {
      const join = list.includes('?') ? '&' : '?'
      for (const size of ['0', '-1', '101', '1e2', '99999999999999999999', '1.5', 'x', '', '%00', '1&page_size=2', '0x10', '%EF%BC%91']) {
        const answer = await ask(get(`${list}${join}page_size=${size}`))
        expect([list, size, answer.status, answer.errors?.[0]?.source?.parameter]).toEqual([list, size, 400, 'page_size'])
      }
      for (const token of ['x', '%00', '..%2f', "1.'%20OR%201=1", '1.a%0a', '-1.a', `1.${'a'.repeat(300)}`, '%F0%9F%98%80', 'null', '1.a&page_token=2.b', 'WzEsImEiXQ']) {
        const answer = await ask(get(`${list}${join}page_token=${token}`))
        expect([list, token, answer.status, answer.errors?.[0]?.source?.parameter]).toEqual([list, token, 400, 'page_token'])
      }
    }
    // A token of the right form is a place, wherever it came from: this tenant's things after it, and nothing else.
    for (const token of ['0.a', '999999999999999.zzz', '1.env-a00001']) expect((await ask(get(`/org/v2/environments?page_token=${token}`))).status).toBe(200)
  })
})

it('clients that go away in the middle do no harm', async () => {
  for (let round = 0; round < 60; round++) {
    const socket = await openSocket(main.endpoint)
    const bytes = round % 3 === 0 ? get(statements) : round % 3 === 1 ? `POST ${statements} HTTP/1.1\r\n${host}${auth}${json}Content-Length: 100\r\n\r\n{"spec` : post(statements, JSON.stringify(sql()))
    socket.write(bytes, () => (round % 2 === 0 ? socket.resetAndDestroy() : socket.destroy()))
  }
  expect((await ask(get('/health/ready'))).status).toBe(200)
})

it('slow clients are sent away, while others are served', { timeout: 180_000 }, async () => {
  expect((await ask(get('/org/v2/environments'))).status).toBe(200)
  await Promise.all(slow.map(({ closed }) => closed))
  for (const [index, { received }] of slow.entries()) expect([index, received()]).toEqual([index, expect.stringMatching(/^HTTP\/1\.1 408 /)])
  expect((await ask(get('/org/v2/environments'))).status).toBe(200)
})

it('none of it was an error of the server', async () => {
  expect((await countAnswers(main.endpoint)).filter(({ status }) => status >= 500)).toEqual([])
  expect(await readFile(main.logFile, 'utf8')).not.toMatch(/"level":"(error|fatal)"/)
  expect(main.child.exitCode).toBeNull()
})
