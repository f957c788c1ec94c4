import { describe, expect, it } from 'vitest'
import { failedCheckpoints } from './failed-checkpoints.ts'
import { archiveKeysOf, parseArchive } from './parse-archive.ts'
import { allRunning } from './raw.ts'
import { readRestError } from './read-rest-error.ts'
import { offsetMetrics, renderOffsets } from './source-offsets.ts'

const jobId = '0123456789abcdef0123456789abcdef'
const archive = (job: object) => JSON.stringify({ archive: [{ path: '/jobs/overview', json: '{}' }, { path: `/jobs/${jobId}`, json: JSON.stringify(job) }] })

describe('archive', () => {
  it('tells the end of its own job only', () => {
    const text = archive({ jid: jobId, state: 'FAILED', 'end-time': 7 })
    expect(parseArchive(jobId, text)).toEqual({ state: 'FAILED', endTimeMs: 7 })
    expect(parseArchive('f'.repeat(32), text)).toBeUndefined()
    for (const cut of ['', '{}', 'x', text.slice(0, 80), archive({ jid: jobId, state: 'RUNNING', 'end-time': -1 }), archive({ jid: 'other', state: 'FINISHED', 'end-time': 1 })]) {
      expect(parseArchive(jobId, cut), cut).toBeUndefined()
    }
  })

  it('is found among listed keys, in the layout of 2.3 and the one before', () => {
    const keys = [`a/archive/${'0'.repeat(32)}/applications/${jobId}/application-summary`, `a/archive/${'0'.repeat(32)}/applications/${jobId}/jobs/${jobId}`, `a/archive/${jobId}`, `a/archive/x/jobs/${'1'.repeat(32)}`]
    expect(archiveKeysOf(jobId, keys)).toEqual([keys[1], keys[2]])
  })
})

describe('source offsets', () => {
  const metric = (topic: string, partition: number) => `Source__KafkaSource-c_d_t.KafkaSourceReader.topic.${topic}.partition.${partition}.currentOffset`

  it('are the next to read, by topic and partition', () => {
    const ids = [metric('a.b', 10), metric('a.b', 2), metric('c', 0), 'Source__x.KafkaSourceReader.topic.c.partition.0.committedOffset', 'numRecordsIn']
    expect(offsetMetrics(ids)).toEqual(ids.slice(0, 3))
    expect(renderOffsets([{ id: ids[0] ?? '', max: 99 }, { id: ids[1] ?? '', max: 4 }, { id: ids[2] ?? '', max: -1 }])).toEqual({ 'a.b': 'partition:2,offset:5;partition:10,offset:100' })
    expect(renderOffsets([{ id: ids[2] ?? '', max: 'NaN' }])).toEqual({})
  })
})

describe('REST answers', () => {
  it('all tasks run when one runs and the others run or have finished', () => {
    expect(allRunning({ running: 2, finished: 1, total: 3 })).toBe(true)
    expect(allRunning({ RUNNING: 1, FINISHED: 0, DEPLOYING: 0 })).toBe(true)
    expect(allRunning({ running: 1, deploying: 1, total: 2 })).toBe(false)
    expect(allRunning({ finished: 2, total: 2 })).toBe(false)
    expect(allRunning({ total: 0 })).toBe(false)
    expect(allRunning(undefined)).toBe(false)
  })

  it('errors keep their reason', () => {
    const answer = (status: number, text: string) => ({ status, text: JSON.stringify({ errors: [text] }) })
    expect(readRestError(answer(404, 'org.apache.flink.runtime.rest.NotFoundException: Job 1 not found\n\tat x.y(Z.java:1)'))).toMatchObject({ reason: 'not-found', message: expect.not.stringContaining('\n') })
    expect(readRestError(answer(500, 'a.B: x\nCaused by: org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (1)')).reason).toBe('not-found')
    expect(readRestError(answer(503, 'Service temporarily unavailable')).reason).toBe('unavailable')
    expect(readRestError(answer(400, 'bad')).reason).toBe('rejected')
  })
})

describe('failed checkpoints', () => {
  it('count from the newest back to one that completed; those under way do not count', () => {
    const failed = { id: 5, status: 'FAILED', failure_timestamp: 9, failure_message: 'No space left on device\n\tat x' }
    expect(failedCheckpoints([{ id: 6, status: 'IN_PROGRESS' }, failed, { ...failed, failure_timestamp: 8 }, { id: 3, status: 'COMPLETED' }, failed])).toEqual({ inARow: 2, atMs: 9, message: 'No space left on device' })
    expect(failedCheckpoints([{ id: 3, status: 'COMPLETED' }, failed])).toBeUndefined()
    expect(failedCheckpoints([])).toBeUndefined()
  })
})
