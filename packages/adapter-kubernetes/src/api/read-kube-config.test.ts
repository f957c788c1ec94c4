import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readKubeConfig } from './read-kube-config.ts'

/** Whatever is wrong, none of these may be told. */
const secrets = ['token-abc', 'key-def', 'password-ghi']
const base64 = (text: string): string => Buffer.from(text).toString('base64')

let directory: string
beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'kube-config-'))))
afterEach(async () => await rm(directory, { recursive: true }))

interface Parts {
  cluster?: object
  user?: object
  currentContext?: string
}

/** A kubeconfig file with one cluster, one user and one context. */
async function read({ cluster = {}, user = {}, currentContext = 'here' }: Parts) {
  const kubeconfigFile = join(directory, 'config')
  await writeFile(kubeconfigFile, JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': currentContext,
    contexts: [{ name: 'there', context: { cluster: 'other', user: 'other' } }, { name: 'here', context: { cluster: 'ours', user: 'we' } }],
    clusters: [{ name: 'ours', cluster: { server: 'https://kube.test:6443/', ...cluster } }],
    users: [{ name: 'we', user }],
  }))
  return await readKubeConfig({ kubeconfigFile, env: {} })
}

describe('a kubeconfig file', () => {
  it('with its certificates in it', async () => {
    const cluster = { 'certificate-authority-data': base64('authority'), 'tls-server-name': 'kube' }
    expect(await read({ cluster, user: { 'client-certificate-data': base64('certificate'), 'client-key-data': base64('key-def') } })).toEqual({
      ok: true, value: { server: 'https://kube.test:6443', certificateAuthority: 'authority', clientCertificate: 'certificate', clientKey: 'key-def', serverName: 'kube' },
    })
  })

  it('with files beside it, and a token that is read anew each time', async () => {
    await mkdir(join(directory, 'keys'))
    const put = (name: string, text: string) => writeFile(join(directory, 'keys', name), text)
    await put('ca', 'authority')
    await put('certificate', 'certificate')
    await put('key', 'key-def')
    await put('token', 'token-abc\n')
    const found = await read({ cluster: { 'certificate-authority': 'keys/ca' }, user: { 'client-certificate': 'keys/certificate', 'client-key': join(directory, 'keys/key'), tokenFile: 'keys/token' } })
    expect(found).toMatchObject({ ok: true, value: { certificateAuthority: 'authority', clientCertificate: 'certificate', clientKey: 'key-def' } })
    if (!found.ok) return
    expect(await found.value.readToken?.()).toBe('token-abc')
    await put('token', 'a newer one')
    expect(await found.value.readToken?.()).toBe('a newer one')
  })

  it('with a token', async () => {
    const found = await read({ user: { token: 'token-abc' } })
    expect(found.ok && (await found.value.readToken?.())).toBe('token-abc')
  })

  it.each<[string, Parts, RegExp]>([
    ['a program that signs in', { user: { exec: { command: 'login', env: [{ name: 'PASSWORD', value: 'password-ghi' }] } } }, /by 'exec', which is not supported: use a client certificate, a token or tokenFile\.$/],
    ['a provider that signs in', { user: { 'auth-provider': { config: { 'id-token': 'token-abc' } } } }, /by 'auth-provider', which is not supported/],
    ['a password', { user: { username: 'we', password: 'password-ghi', token: 'token-abc' } }, /by 'username', which is not supported/],
    ['a server that nobody checks', { cluster: { 'insecure-skip-tls-verify': true }, user: { token: 'token-abc' } }, /insecure-skip-tls-verify.*name the certificate authority instead\.$/],
    ['a context that is none of its own', { currentContext: 'nowhere', user: { token: 'token-abc' } }, /has no current context\.$/],
    ['a cluster that is not said', { currentContext: 'there', user: { token: 'token-abc' } }, /does not say where the cluster 'other' is\.$/],
    ['a cluster without a server', { cluster: { server: undefined } }, /does not say where the cluster 'ours' is\.$/],
    ['a file that is not there', { user: { 'client-certificate-data': base64('c'), 'client-key': 'no-such-key', token: 'token-abc' } }, /cannot be read \(ENOENT\)\.$/],
  ])('with %s is refused', async (_what, parts, message) => {
    const refused = await read(parts)
    expect(refused).toMatchObject({ ok: false, reason: 'rejected' })
    if (refused.ok) return
    expect(refused.message).toContain(join(directory, 'config'))
    expect(refused.message).toMatch(message)
    for (const secret of secrets) expect(JSON.stringify(refused)).not.toContain(secret)
  })

  it.each([
    ['is not there', undefined, /cannot be read \(ENOENT\)/],
    ['is empty', '', /has no current context/],
    ['is no YAML', 'users: [{name: we, user: {token: token-abc', /cannot be read/],
    ['is something else', '- token-abc', /has no current context/],
  ])('that %s is refused', async (_what, text, message) => {
    const kubeconfigFile = join(directory, 'config')
    if (text !== undefined) await writeFile(kubeconfigFile, text)
    const refused = await readKubeConfig({ kubeconfigFile, env: {} })
    expect(refused).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(message) })
    for (const secret of secrets) expect(JSON.stringify(refused)).not.toContain(secret)
  })
})

describe('a pod of the cluster', () => {
  const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' }

  it('has an account: its authority, and a token that is read anew each time', async () => {
    await writeFile(join(directory, 'ca.crt'), 'authority')
    await writeFile(join(directory, 'token'), 'token-abc\n')
    const found = await readKubeConfig({ env, accountDirectory: directory })
    expect(found).toMatchObject({ ok: true, value: { server: 'https://10.0.0.1:443', certificateAuthority: 'authority' } })
    await writeFile(join(directory, 'token'), 'a newer one\n')
    expect(found.ok && (await found.value.readToken?.())).toBe('a newer one')
    expect(await readKubeConfig({ env: { ...env, KUBERNETES_SERVICE_HOST: 'fd00::1' }, accountDirectory: directory })).toMatchObject({ value: { server: 'https://[fd00::1]:443' } })
  })

  it('without an account is told what it needs', async () => {
    expect(await readKubeConfig({ env, accountDirectory: directory })).toMatchObject({ ok: false, reason: 'rejected', message: "The pod's service account is not there (ENOENT): its pod needs automountServiceAccountToken." })
  })

  it('is what a process is, or it names a file', async () => {
    expect(await readKubeConfig({ env: {} })).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('HEADGATE_KUBECONFIG') })
  })
})
