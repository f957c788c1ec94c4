import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { confluentSqlVirtualenv } from './confluent-sql-virtualenv.ts'
import { runConfluentSqlChecks } from './run-confluent-sql-checks.ts'
import { runPython } from './run-python.ts'

let directory: string
const script = async (text: string) => {
  const path = join(directory, 'script.py')
  await writeFile(path, text)
  return path
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-python-'))
  await confluentSqlVirtualenv()
})
afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

test('confluent-sql is there in the version that is named, and what it prints comes back as findings', async () => {
  const path = await script('import json, os, confluent_sql\nprint("noise")\nprint(json.dumps({"check": "version", "is": confluent_sql.__version__, "given": os.environ["GIVEN"]}))')
  const run = await runPython(path, { GIVEN: 'value' })
  expect(run).toMatchObject({ exitCode: 0, timedOut: false, findings: [{ check: 'version', is: '0.7.0', given: 'value' }] })
})

test('a script that hangs is ended', async () => {
  const run = await runPython(await script('import time\ntime.sleep(600)'), {}, { timeoutMs: 1_500 })
  expect(run).toMatchObject({ exitCode: undefined, timedOut: true })
})

test('a second call makes nothing anew', async () => {
  const startedAtMs = performance.now()
  await confluentSqlVirtualenv()
  expect(performance.now() - startedAtMs).toBeLessThan(15_000)
})

test('the checks say what they need, and a server that does not answer is a finding', async () => {
  const nothing = await runPython('run_checks.py', { HEADGATE_ENDPOINT: '' })
  expect(nothing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('HEADGATE_ENDPOINT is not set') })
  const target = { endpoint: 'http://127.0.0.1:9', organizationId: 'o', environmentId: 'env-1', database: 'd', key: 'k', secret: 's' }
  const run = await runConfluentSqlChecks(target, ['snapshot_query'])
  expect(run.exitCode).toBe(1)
  expect(run.findings).toMatchObject([{ check: 'snapshot_query', error: 'OperationalError' }, { check: 'snapshot_query.done', ok: false }])
})
