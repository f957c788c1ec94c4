import { expect, test } from 'vitest'
import { documents } from './documents.ts'
import { erasableSyntax } from './erasable-syntax.ts'
import { fileSize } from './file-size.ts'
import { importDirection } from './import-direction.ts'
import { isAllowed } from './licences.ts'
import { openEnds } from './open-ends.ts'
import { outsideImports } from './outside-imports.ts'
import { packageManifests } from './package-manifests.ts'
import { privatePlaces } from './private-places.ts'
import { pureCore } from './pure-core.ts'
import { importsOf } from './read-code.ts'
import { relativeImports } from './relative-imports.ts'
import { testFiles } from './test-files.ts'
import { packagesOf, type Rule } from './workspace.ts'

/** What a rule finds in a repository of these files, as `file:line`. */
function find(rule: Rule, files: Record<string, string>): string[] {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  return rule({ root: '/nowhere', files: sources, packages: packagesOf(sources) }).map(({ file, line }) => (line === undefined ? file : `${file}:${line}`))
}

// Kept apart, or this file would break the rules that it tries.
const only = ['.on', 'ly'].join('')
const mark = ['TO', 'DO'].join('')

test('imports against the direction are found, the right ones are not', () => {
  const found = find(importDirection, {
    'packages/domain/src/a.ts': "import { x } from '@headgate/ports'",
    'packages/sql/src/a.ts': "import { x } from '@headgate/domain'\nimport type { y } from '@headgate/planner'",
    'packages/planner/src/a.ts': "import { x } from '@headgate/sql'\nexport { y } from '@headgate/testbed'",
    'packages/planner/src/a.test.ts': "import { x } from '@headgate/sim'",
    'packages/adapter-flink/src/a.ts': "import { x } from '@headgate/adapter-postgres'\nimport { p } from '@headgate/ports'",
    'apps/api/src/main.ts': "import { x } from '@headgate/adapter-postgres'",
    'apps/api/src/app.ts': "import {\n  x,\n} from '@headgate/adapter-postgres'\nimport type { y } from '@headgate/adapter-queue'",
    'apps/cli/src/commands/dev.ts': "import { x } from '@headgate/dev-env'\nconst y = await import('@headgate/dev-env')",
    'packages/unheard-of/package.json': '{"name":"@headgate/unheard-of"}',
  })
  expect(found.toSorted()).toEqual([
    'apps/api/src/app.ts:1',
    'apps/cli/src/commands/dev.ts:1',
    'packages/adapter-flink/src/a.ts:1',
    'packages/domain/src/a.ts:1',
    'packages/planner/src/a.ts:2',
    'packages/sql/src/a.ts:2',
    'packages/unheard-of/package.json',
  ])
})

test('libraries outside of their home are found', () => {
  expect(
    find(outsideImports, {
      'packages/domain/src/a.ts': "import { readFile } from 'node:fs'",
      'packages/ports/contracts/a.ts': "import { test } from 'vitest'",
      'packages/adapter-postgres/src/a.ts': "import pg from 'pg'",
      'apps/api/src/a.ts': "import pg from 'pg'",
    }),
  ).toEqual(['packages/domain/src/a.ts:1', 'apps/api/src/a.ts:1'])
})

test('relative imports without ending, out of the package, or of test helpers are found', () => {
  expect(
    find(relativeImports, {
      'packages/a/src/b/c.ts': "import { x } from './d'\nimport { y } from '../../../e/src/f.ts'\nimport { z } from '../g.ts'\nimport { h } from '../testing/h.ts'",
      'packages/a/src/c.ts': "import { x } from '@headgate/b/src/d.ts'",
      'packages/a/src/c.test.ts': "import { h } from './testing/h.ts'",
    }),
  ).toEqual(['packages/a/src/b/c.ts:1', 'packages/a/src/b/c.ts:2', 'packages/a/src/b/c.ts:4', 'packages/a/src/c.ts:1'])
})

test('clocks, chance and environment in the core are found, in comments, strings and tests they are not', () => {
  const impure = 'const a = Date.now()\nconst b = new Date()\nconst c = Math.random()\nsetTimeout(f, 1)\nprocess.env.HOME\nperformance.now()\ncrypto.randomUUID()'
  const found = find(pureCore, {
    'packages/planner/src/a.ts': impure,
    'packages/planner/src/b.ts': '// no Date.now here\nconst a = "Math.random" + `setTimeout`\nnew Date(atMs)',
    'packages/planner/src/a.test.ts': impure,
    'packages/ports/contracts/a.ts': impure,
    'apps/api/src/a.ts': impure,
  })
  expect(found.map((place) => Number(place.split(':')[1])).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(new Set(found.map((place) => place.split(':')[0]))).toEqual(new Set(['packages/planner/src/a.ts']))
})

test('syntax that cannot be stripped is found', () => {
  expect(
    find(erasableSyntax, {
      'packages/a/src/a.ts': 'export enum A { B }\nnamespace C { }\nclass D {\n  constructor(a: string, private readonly b: string) {}\n}\ndeclare const enum E {}',
      'packages/a/src/b.ts': 'class A {\n  constructor(tokens: readonly Token[], enumLike: string) {}\n}\nconst namespace = 1',
    }).toSorted(),
  ).toEqual(['packages/a/src/a.ts:1', 'packages/a/src/a.ts:2', 'packages/a/src/a.ts:4', 'packages/a/src/a.ts:6'])
})

test('long files are found unless they are generated', () => {
  const long = 'const a = 1\n'.repeat(401)
  expect(find(fileSize, { 'packages/a/src/a.ts': long, 'packages/a/src/generated/a.ts': long, 'packages/a/src/b.ts': `/* This file was auto-generated. */\n${long}` })).toEqual(['packages/a/src/a.ts'])
})

test('tests that are left out, and servers started in the wrong group, are found', () => {
  expect(
    find(testFiles, {
      'packages/a/src/a.test.ts': `test${only}('x', () => {})\ndescribe.concurrent${only}('y', () => {})`,
      'packages/a/src/b.test.ts': 'const kafka = await startKafka()',
      'packages/a/src/b.real.test.ts': 'const kafka = await startKafka()\nconst shop = await startPostgresForJdbc()',
      'packages/a/src/c.test.ts': 'const server = await startTestPostgres()',
      'packages/a/src/c.pg.test.ts': 'const server = await startTestPostgres()',
    }),
  ).toEqual(['packages/a/src/a.test.ts:1', 'packages/a/src/a.test.ts:2', 'packages/a/src/b.test.ts', 'packages/a/src/c.test.ts'])
})

test('a package without description, index or its own name is found', () => {
  const good = { name: '@headgate/a', description: 'What it is good for.', type: 'module', license: 'Apache-2.0' }
  expect(find(packageManifests, { 'packages/a/package.json': JSON.stringify(good), 'packages/a/src/index.ts': '' })).toEqual([])
  expect(find(packageManifests, { 'packages/a/package.json': JSON.stringify({ name: 'a' }) })).toHaveLength(5)
})

test('unfinished work without a reason is found', () => {
  expect(find(openEnds, { 'packages/a/src/a.ts': `// ${mark}\n// ${mark}: later\n// ${mark}: batch these once the gateway can, see decisions/001` })).toEqual(['packages/a/src/a.ts:1', 'packages/a/src/a.ts:2'])
})

test('private paths and registries are found, relative paths and variables are not', () => {
  const [home, registry] = [['', 'home', 'somebody', 'x'].join('/'), ['registry', 'npmjs', 'org'].join('.')]
  expect(find(privatePlaces, { 'a.md': `see ${home}\nfrom https://${registry}/x\nimport '../work/keys.ts' and \${root}/work/x` })).toEqual(['a.md:1', 'a.md:2'])
})

test('names in documents that lead nowhere are found', () => {
  const readme = 'See `packages/a/src/b.ts` and `packages/c/`.\nRun `npx pnpm@12 test` or `npx pnpm@12 fly`.\n[a](packages/a/src/b.ts) [b](gone.md)\napps/api            HTTP\npackages/a*         fine\n'
  expect(find(documents, { 'package.json': '{"scripts":{"test":"x"}}', 'packages/a/src/b.ts': '', 'README.md': readme })).toEqual(['README.md:1', 'README.md:4', 'README.md:2', 'README.md:3'])
})

test.each([
  ['MIT', true],
  ['BSD-3-Clause', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND (ISC OR EPL-2.0)', true],
  ['MIT AND EPL-2.0', false],
  ['GPL-3.0', false],
  ['none', false],
])('the licence %s is allowed: %s', (expression, allowed) => {
  expect(isAllowed(expression)).toBe(allowed)
})

test('imports are read in every form, and not from comments or strings', () => {
  const text = "import a from 'a'\nimport {\n  b,\n} from 'b'\nexport * from 'c'\nimport 'd'\nconst e = await import('e')\n// import f from 'f'\nconst g = `\n  import g from 'g'`\nimport type { H } from 'h'"
  expect(importsOf(text).map(({ specifier, line, typeOnly, lazy }) => [specifier, line, typeOnly, lazy])).toEqual([
    ['a', 1, false, false],
    ['b', 2, false, false],
    ['c', 5, false, false],
    ['d', 6, false, false],
    ['e', 7, false, true],
    ['h', 11, true, false],
  ])
})
