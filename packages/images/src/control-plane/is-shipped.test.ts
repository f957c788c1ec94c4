import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cloneRoot } from '../plan-images.ts'
import { importsOf } from '../testing/imports-of.ts'
import { isLibraryFileShipped, isShipped } from './is-shipped.ts'
import { listSources, readManifests } from './list-sources.ts'
import { apps, shippedPackages } from './shipped-packages.ts'

describe('isShipped', () => {
  it.each(['package.json', 'src/main.ts', 'src/prisma-client/internal/class.ts', 'prisma/migrations/2026_init/migration.sql', 'engine/pom.xml', 'src/testing-grounds.ts'])('ships %s', (path) => {
    expect(isShipped(path)).toBe(true)
  })
  it.each(['src/app.test.ts', 'src/start.pg.test.ts', 'src/testing/fake.ts', 'src/testing.ts', 'tests/a.ts', 'contracts/b.ts', 'node_modules/x/index.js', 'src/gates/reach.golden.txt', 'src/generate.ts', 'decisions/001-a.md', 'README.md', '.env', 'src/.env.local', 'a.log'])('leaves %s out', (path) => {
    expect(isShipped(path)).toBe(false)
  })
})

describe('isLibraryFileShipped', () => {
  it('keeps code, data and licences', () => {
    for (const path of ['/n/pg/lib/index.js', '/n/pg/LICENSE', '/n/x/a.mjs', '/n/x/a.wasm', '/n/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs']) expect(isLibraryFileShipped(path)).toBe(true)
  })
  it('leaves out what does not run', () => {
    for (const path of ['/n/x/a.js.map', '/n/x/a.d.ts', '/n/x/a.d.mts', '/n/x/src/a.test.ts', '/n/client/runtime/query_compiler_small_bg.mysql.js']) expect(isLibraryFileShipped(path)).toBe(false)
  })
})

describe('shippedPackages', () => {
  it('follows run-time dependencies only, and bears cycles', () => {
    const manifest = (name: string, ...dependencies: string[]) => ({ folder: name.replace('@headgate', 'packages'), name, dependencies })
    expect(shippedPackages([
      manifest('@headgate/api', '@headgate/domain', 'fastify'), manifest('@headgate/domain', '@headgate/api'),
      manifest('@headgate/controller'), manifest('@headgate/snapshots'), manifest('@headgate/cli', '@headgate/contract'),
      manifest('@headgate/contract'), manifest('@headgate/sim', '@headgate/domain'),
    ])).toEqual(['packages/api', 'packages/cli', 'packages/contract', 'packages/controller', 'packages/domain', 'packages/snapshots'])
  })
})

describe('the sources of this clone', () => {
  const sources = listSources(cloneRoot)
  it('have every app with its start', () => {
    for (const app of apps) expect(sources).toContain(`${app.replace('@headgate/', 'apps/')}/src/main.ts`)
    expect(sources.some((path) => path.endsWith('/migration.sql'))).toBe(true)
  })
  it('have every file that one of them imports', () => {
    const present = new Set(sources)
    const missing = sources.filter((path) => path.endsWith('.ts')).flatMap((path) =>
      importsOf(readFileSync(join(cloneRoot, path), 'utf8')).filter((specifier) => specifier.startsWith('.') && !present.has(posix.join(posix.dirname(path), specifier))).map((specifier) => `${path}: ${specifier}`))
    expect(missing).toEqual([])
  })
  it('have nothing that is for tests', () => {
    const shipped = shippedPackages(readManifests(cloneRoot))
    for (const name of ['sim', 'testbed', 'e2e', 'chaos', 'tidy', 'bench', 'images']) expect(shipped).not.toContain(`packages/${name}`)
    expect(sources.filter((path) => /\.test\.ts$|(^|\/)(node_modules|\.git|tests|testing)\//.test(path))).toEqual([])
  })
})
