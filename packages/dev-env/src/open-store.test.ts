import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { s3Error, startS3StandIn } from '@headgate/testbed'
import type { S3StandIn } from '@headgate/testbed'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataLayout } from './data-layout.ts'
import type { DataLayout } from './data-layout.ts'
import { openStore } from './open-store.ts'

let server: S3StandIn
let layout: DataLayout
const said: string[] = []
beforeEach(async () => {
  server = await startS3StandIn()
  layout = dataLayout(await mkdtemp(join(tmpdir(), 'headgate-store-')))
  said.length = 0
})
afterEach(async () => {
  await server.stop()
  await rm(layout.root, { recursive: true, force: true })
})

const open = (store: string | undefined, env: Record<string, string> = {}) => openStore({ dataDirectory: layout.root, store }, env, layout, (line) => said.push(line))
const s3Env = () => ({ HEADGATE_S3_ENDPOINT: server.endpoint, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'never-to-be-seen', HEADGATE_S3_FLINK_ACCESS_KEY_ID: 'flink', HEADGATE_S3_FLINK_SECRET_ACCESS_KEY: 'of-flink' })
const place = () => `s3://${server.bucket}/here`

test('the data directory is the store when nothing else is said, and no process is told of one', async () => {
  // What lies about in a shell is nobody's business then.
  const opened = await open(undefined, { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'never-to-be-seen' })
  if (!opened.ok) throw new Error(opened.message)
  expect(opened.value.place).toBeUndefined()
  for (const user of ['api', 'controller', 'snapshots'] as const) expect(JSON.stringify(opened.value.environmentOf(user))).not.toMatch(/AWS|never-to-be-seen/)
})

test('a store on S3 is tried, by the option or by the environment, and each process is told what it needs', async () => {
  const opened = await open(place(), s3Env())
  if (!opened.ok) throw new Error(opened.message)
  expect(opened.value.place).toBe(`${place()} at ${server.endpoint}`)
  expect(said).toEqual([expect.stringContaining('Checking the store')])
  expect(opened.value.environmentOf('api')).toMatchObject({ HEADGATE_STORE: place(), HEADGATE_S3_ENDPOINT: server.endpoint })
  expect(JSON.stringify(opened.value.environmentOf('api'))).not.toContain('never-to-be-seen')
  expect(opened.value.environmentOf('controller')).toMatchObject({ AWS_SECRET_ACCESS_KEY: 'never-to-be-seen', HEADGATE_S3_FLINK_SECRET_ACCESS_KEY: 'of-flink' })
  expect(await open(undefined, { ...s3Env(), HEADGATE_STORE: place() })).toMatchObject({ ok: true })
  expect(server.objects.size).toBe(0)
})

test("the keeper's own keys are tried too", async () => {
  const env = { ...s3Env(), HEADGATE_S3_SNAPSHOTS_ACCESS_KEY_ID: 'keeper', HEADGATE_S3_SNAPSHOTS_SECRET_ACCESS_KEY: 'of-the-keeper' }
  const opened = await open(place(), env)
  expect(opened.ok && opened.value.environmentOf('snapshots')).toMatchObject({ AWS_ACCESS_KEY_ID: 'keeper', AWS_SECRET_ACCESS_KEY: 'of-the-keeper' })
  server.trouble = (call) => (call.headers['authorization']?.includes('keeper/') === true && call.operation === 'DeleteObjects' ? { kind: 'answer', answer: s3Error(403, 'AccessDenied') } : undefined)
  expect(await open(place(), env)).toMatchObject({ ok: false, exitCode: 5, message: expect.stringMatching(/^With the keys of the keeper .*refused/) })
  expect(await open(place(), { ...env, HEADGATE_S3_SNAPSHOTS_SECRET_ACCESS_KEY: '' })).toMatchObject({ ok: false, exitCode: 2, message: expect.stringContaining('HEADGATE_S3_SNAPSHOTS_SECRET_ACCESS_KEY is missing') })
})

test('a directory stays with its store', async () => {
  expect(await open(undefined)).toMatchObject({ ok: true })
  const other = await open(place(), s3Env())
  expect(other).toMatchObject({ ok: false, exitCode: 2, message: expect.stringMatching(/state in the data directory, not in s3:.*--reset/) })
  await rm(layout.storeFile)
  expect(await open(place(), s3Env())).toMatchObject({ ok: true })
  expect(await open(undefined)).toMatchObject({ ok: false, message: expect.stringContaining(`have their state in ${place()}`) })
  expect(await open(`${place()}/`, s3Env())).toMatchObject({ ok: true })
})

test('a directory of before there was a choice has its state in itself', async () => {
  await mkdir(layout.root, { recursive: true })
  await writeFile(layout.connectionFile, '{}')
  expect(await open(place(), s3Env())).toMatchObject({ ok: false, message: expect.stringContaining('state in the data directory') })
  expect(await open(undefined)).toMatchObject({ ok: true })
})

test('what is wrong with a store is said with the exit code for it, and without a secret', async () => {
  expect(await open('s3://No_Bucket')).toMatchObject({ ok: false, exitCode: 2, message: expect.stringContaining('--store') })
  server.trouble = () => ({ kind: 'answer', answer: s3Error(403, 'AccessDenied', 'never-to-be-seen') })
  const refused = await open(place(), s3Env())
  expect(refused).toMatchObject({ ok: false, exitCode: 5, message: expect.stringContaining('refused') })
  expect(JSON.stringify(refused)).not.toContain('never-to-be-seen')
})
