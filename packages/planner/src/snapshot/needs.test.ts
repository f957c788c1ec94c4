import type { StorageStatement } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { needsOf } from './needs.ts'

const uid = '11111111-1111-4111-8111-111111111111'
const inStatement = (key: string) => ({ observed: { uri: `s3://bucket/organizations/o/environments/e/statements/${uid}/${key}` } })
const at = (key: string) => inStatement(key).observed.uri

const statement = (intent: Partial<StorageStatement['intent']> = {}, observed: Partial<StorageStatement['observed']> = {}, change: Partial<StorageStatement> = {}): StorageStatement => ({
  uid, name: 'totals', class: 'insert', isScratch: false, stopped: false,
  intent: {
    slotsAsked: 0, needsGateway: false, stateExpected: true, failures: 0, specVersion: 1,
    generation: { generation: 3, jobId: 'a'.repeat(32), computePoolId: 'p', clusterGeneration: 1, parallelism: 1, createdAtMs: 0 }, ...intent,
  },
  observed: { goneGeneration: 2, ...observed }, ...change,
})
const why = (key: string, ...statements: StorageStatement[]) => needsOf(inStatement(key), statements).map((need) => need.why)

describe('needsOf', () => {
  const generation = { ...statement().intent.generation!, restoreFrom: { kind: 'savepoint' as const, uri: at('x'), generation: 2 } }

  it('what a live generation was restored from, until it has a checkpoint of its own', () => {
    expect(why('x', statement({ generation }))).toEqual(['restoring'])
    expect(why('x', statement({ generation }, { newestSnapshot: { kind: 'checkpoint', uri: at('chk-1'), generation: 3, completedAtMs: 1 } }))).toEqual([])
    expect(why('x', statement({ generation }, {}, { deletionRequestedAtMs: 1 }))).toEqual(['restoring'])
  })

  it('what a person chose, and what it would go on from', () => {
    expect(why('x', statement({ chosen: { kind: 'savepoint', uri: at('x'), generation: 1, snapshotId: 's' } }))).toEqual(['chosen'])
    expect(why('x', statement({ rest: 'stopped', restorePoint: { kind: 'savepoint', uri: at('x'), generation: 3 } }, { goneGeneration: 3 }))).toEqual(['resume-target'])
    expect(why('x', statement({ rest: 'completed', restorePoint: { kind: 'savepoint', uri: at('x'), generation: 3 } }, { goneGeneration: 3 }))).toEqual([])
  })

  it('the savepoint of a stop whose generation is not proven gone: nobody may have seen yet that it is there', () => {
    expect(why('savepoints/3-1/savepoint-a', statement())).toEqual(['resume-target'])
    expect(why('savepoints/2-1/savepoint-a', statement())).toEqual([])
    expect(why('savepoints/3-1/savepoint-a', statement({}, { goneGeneration: 3 }))).toEqual([])
    expect(why('savepoints/3-1/savepoint-a', statement({}, {}, { deletionRequestedAtMs: 1 }))).toEqual([])
    expect(why('savepoints/3-1/savepoint-a', statement({}, {}, { uid: '22222222-2222-4222-8222-222222222222' }))).toEqual([])
  })
})
