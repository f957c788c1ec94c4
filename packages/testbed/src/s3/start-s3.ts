import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../free-ports.ts'
import { runProgramOrThrow } from '../run-program.ts'
import { startServerProcess } from '../server-process.ts'
import { makeBucket, putBucketPolicy, type PolicyStatement } from './bucket-access.ts'
import { makeOwnCertificates } from './own-certificates.ts'
import { resolveVersitygw } from './resolve-versitygw.ts'

const START_TIMEOUT_MS = 60_000

/** Keys to the store. */
export interface S3Keys {
  accessKeyId: string
  secretAccessKey: string
}

/** What a user of the store may not do; everything else in the bucket is allowed. Patterns of keys, with `*` for anything. */
export interface S3Denials {
  delete?: readonly string[]
  write?: readonly string[]
  read?: readonly string[]
}

/** A real S3 server of one test. */
export interface TestS3 {
  /** `http://<host>:<port>` or `https://localhost:<port>`; stays the same over `kill9` and `restart`. */
  endpoint: string
  region: string
  bucket: string
  /** Of the owner, who may do everything. */
  keys: S3Keys
  /** With TLS: the file of the authority to trust. */
  caFile: string | undefined
  /** Of the server that runs now. */
  pid(): number
  /** Makes a user who may do everything in the bucket but what is denied. */
  createUser(name: string, denials?: S3Denials): Promise<S3Keys>
  /** How many requests of each operation the server has answered, by name: `PutObject`. */
  countRequests(): Promise<Record<string, number>>
  /** Kills the server as a crash would. Its data stays for `restart`. */
  kill9(): Promise<void>
  /** Starts the server again, on the same data and port. */
  restart(): Promise<void>
  /** Ends the server; removes its directory if `startS3` made it. May be called twice. */
  stop(): Promise<void>
}

export interface StartS3Options {
  /** Default: `headgate-test`. */
  bucket?: string
  /** HTTPS with a certificate of an authority of its own. */
  tls?: boolean
  /** An address of this machine that others shall reach it at; default the loopback. Without TLS. */
  host?: string
  /** Where data and logs go; default a private temporary directory, removed by `stop`. */
  directory?: string
}

/**
 * Starts a real S3 server (versitygw) on a free port of the loopback, with one bucket. The first time on a machine it is built, which needs Go and some
 * minutes (`s3ServerBuildMs`); after that it is ready within a second.
 */
export async function startS3(options: StartS3Options = {}): Promise<TestS3> {
  const program = await resolveVersitygw()
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'headgate-s3-')))
  const place = (name: string) => join(directory, name)
  for (const name of ['buckets', 'versions', 'users']) await mkdir(place(name), { recursive: true })
  const [port] = (await freePorts(1)) as [number]
  const [region, bucket] = ['us-east-1', options.bucket ?? 'headgate-test']
  const keys: S3Keys = { accessKeyId: 'testbed-owner', secretAccessKey: newSecret() }
  const caFile = options.tls === true ? place('authority.pem') : undefined
  if (caFile !== undefined) {
    const { authority, certificate, key } = await makeOwnCertificates()
    for (const [name, text] of Object.entries({ 'authority.pem': authority, 'server.pem': certificate, 'server.key': key })) await writeFile(place(name), text, { mode: 0o600 })
  }
  const host = options.host ?? '127.0.0.1'
  const endpoint = caFile === undefined ? `http://${host}:${port}` : `https://localhost:${port}`
  const certificates = caFile === undefined ? [] : ['--cert', place('server.pem'), '--key', place('server.key')]
  const ca = caFile === undefined ? undefined : await readFile(caFile, 'utf8')

  const launch = () =>
    startServerProcess({
      name: 'the S3 server',
      program,
      words: [
        ...['--port', `${host}:${port}`, '--region', region, '--health', '/health', '--quiet', '--iam-dir', place('users'), '--iam-cache-disable'],
        ...['--access-log', place('requests.log'), ...certificates, 'posix', '--versioning-dir', place('versions'), place('buckets')],
      ],
      env: { PATH: process.env['PATH'], ROOT_ACCESS_KEY: keys.accessKeyId, ROOT_SECRET_KEY: keys.secretAccessKey },
      logFile: place('server.log'),
      startTimeoutMs: START_TIMEOUT_MS,
      isReady: () => isHealthy(`${endpoint}/health`, ca),
    })
  let server = await launch()
  const owner = { endpoint, region, bucket, keys, ca }
  const statements: PolicyStatement[] = []
  try {
    await makeBucket(owner)
  } catch (error) {
    await server.stop()
    throw error
  }

  return {
    endpoint,
    region,
    bucket,
    keys,
    caFile,
    pid: () => server.pid,
    createUser: async (name, denials = {}) => {
      const secretAccessKey = newSecret()
      await runProgramOrThrow(program, ['admin', '--endpoint-url', endpoint, '--allow-insecure', 'create-user', '--access', name, '--secret', secretAccessKey, '--role', 'user'], {
        timeoutMs: START_TIMEOUT_MS,
        env: { PATH: process.env['PATH'], ADMIN_ACCESS_KEY: keys.accessKeyId, ADMIN_SECRET_KEY: keys.secretAccessKey, ADMIN_REGION: region },
      })
      statements.push(...statementsOf(bucket, name, denials))
      await putBucketPolicy(owner, statements)
      return { accessKeyId: name, secretAccessKey }
    },
    countRequests: async () => {
      const counts: Record<string, number> = {}
      // As S3's own access logs: owner, bucket, time, address, requester, id of the request, operation.
      for (const [, operation = ''] of (await readFile(place('requests.log'), 'utf8')).matchAll(/^\S+ \S+ \[[^\]]*\] \S+ \S+ \S+ s3_(\w+) /gm)) counts[operation] = (counts[operation] ?? 0) + 1
      return counts
    },
    kill9: async () => await server.kill9(),
    restart: async () => {
      await server.stop()
      server = await launch()
    },
    stop: async () => {
      await server.stop()
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

const newSecret = (): string => randomBytes(20).toString('hex')

function statementsOf(bucket: string, user: string, denials: S3Denials): PolicyStatement[] {
  const principal = { AWS: [user] }
  const resource = `arn:aws:s3:::${bucket}`
  const deny = (patterns: readonly string[] | undefined, actions: string[]): PolicyStatement[] =>
    patterns === undefined ? [] : [{ Effect: 'Deny', Principal: principal, Action: actions, Resource: patterns.map((pattern) => `${resource}/${pattern}`) }]
  return [
    { Effect: 'Allow', Principal: principal, Action: ['s3:*'], Resource: [resource, `${resource}/*`] },
    ...deny(denials.delete, ['s3:DeleteObject', 's3:DeleteObjectVersion']),
    ...deny(denials.write, ['s3:PutObject']),
    ...deny(denials.read, ['s3:GetObject', 's3:GetObjectVersion']),
  ]
}

async function isHealthy(url: string, ca: string | undefined): Promise<boolean> {
  return await new Promise((resolve) => {
    const request = ca === undefined ? httpRequest(url) : httpsRequest(url, { ca })
    request.once('response', (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.once('error', () => resolve(false))
    request.end()
  })
}
