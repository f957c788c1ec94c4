import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { chartDirectory } from './chart-directory.ts'
import { describeValues } from './describe-values.ts'
import { renderReadme } from './render-readme.ts'

const read = (file: string): string => readFileSync(join(chartDirectory, file), 'utf8')
const values = read('values.yaml')

interface Schema { properties?: Record<string, Schema>; $ref?: string }

it('says of every value what it is, in its line and in the README', () => {
  expect(describeValues(values).filter(({ description }) => description === undefined).map(({ path }) => path)).toEqual([])
  expect(renderReadme(read('README.md'), values)).toBe(read('README.md'))
})

it('reads descriptions from the lines above, also of the first key and of what is a map', () => {
  expect(describeValues("# About the file.\n\n# -- One\none: ''\ntwo:\n  # -- First\n  first: 1\n  # no description\n  # -- Second | more\n  second: { a: 1 }\n  third: {}\n")).toEqual([
    { path: 'one', description: 'One', default: '""' },
    { path: 'two.first', description: 'First', default: '1' },
    { path: 'two.second', description: 'Second | more', default: '{"a":1}' },
    { path: 'two.third', description: undefined, default: '{}' },
  ])
})

it('has a schema for every value, and for no other', () => {
  const schema = JSON.parse(read('values.schema.json')) as Schema
  const placeOf = (path: string): Schema | undefined => path.split('.').reduce<Schema | undefined>((place, name) => place?.properties?.[name], schema)
  const described = describeValues(values).map(({ path }) => path)
  expect(described.filter((path) => placeOf(path) === undefined)).toEqual([])
  const inSchema = (place: Schema, path: string): string[] =>
    described.includes(path) || place.properties === undefined ? [path] : Object.entries(place.properties).flatMap(([name, each]) => inSchema(each, path === '' ? name : `${path}.${name}`))
  // `global` is Helm's own.
  expect(inSchema(schema, '').filter((path) => !described.includes(path))).toEqual(['global'])
})

it('has the version of the control plane that it installs', () => {
  const { version } = JSON.parse(readFileSync(join(chartDirectory, '../../apps/api/package.json'), 'utf8')) as { version: string }
  expect(parse(read('Chart.yaml'))).toMatchObject({ appVersion: version })
})
