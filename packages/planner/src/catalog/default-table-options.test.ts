import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPath, defaultTableOptions, type DefaultTableRequest } from './default-table-options.ts'
import { kafkaConnection } from './fixtures.ts'

const request = (more: Partial<DefaultTableRequest> = {}): DefaultTableRequest => ({
  database: 'default', name: 't', written: {}, primaryKey: [], distributionColumns: [],
  defaults: { filesRootUri: 'file:///files/' }, connections: [kafkaConnection], statementUid: '0f8fad5b-d9cb-469f-a165-70867728950e', ...more,
})
const refusal = (more: Partial<DefaultTableRequest>) => {
  const result = defaultTableOptions(request(more))
  return result.ok ? 'not refused' : result.message
}
const withKafka = { defaults: { filesRootUri: 'file:///files', kafkaConnection } }

test('what the user wrote wins over the defaults', () => {
  expect(defaultTableOptions(request({ written: { format: 'csv' } }))).toMatchObject({ value: { connector: 'filesystem', format: 'csv' } })
  expect(defaultTableOptions(request({ ...withKafka, written: { topic: 'mine', 'changelog.mode': 'append' }, primaryKey: ['id'] }))).toMatchObject({
    value: { connector: 'kafka', connection: 'kk', topic: 'mine', 'sink.delivery-guarantee': 'exactly-once' },
  })
  expect(defaultTableOptions(request({ written: { connection: 'kk' } }))).toMatchObject({ value: { connector: 'kafka', topic: 'default.t' } })
})

test('what cannot work is refused', () => {
  expect(refusal({ ...withKafka, name: 'no topic' })).toContain("'default.no topic'")
  expect(refusal({ ...withKafka, written: { 'changelog.mode': 'retract' } })).toContain("'retract'")
  expect(refusal({ written: { connection: 'kk' }, connections: [{ ...kafkaConnection, connectionType: 'JDBC' }] })).toContain("add the option 'connector'")
})

test('two tables never share a directory, and none leads out of the root', () => {
  assert(
    property(string({ minLength: 1 }), string({ minLength: 1 }), string({ minLength: 1 }), string({ minLength: 1 }), (database, name, otherDatabase, otherName) => {
      const path = defaultPath({ database, name }, 'file:///files', 'u')
      expect(path).toMatch(/^file:\/\/\/files\/[A-Za-z0-9_~-]+\/[A-Za-z0-9_~-]+\/u\/$/)
      const other = defaultPath({ database: otherDatabase, name: otherName }, 'file:///files', 'u')
      expect(path === other).toBe(database === otherDatabase && name === otherName)
    }),
  )
})
