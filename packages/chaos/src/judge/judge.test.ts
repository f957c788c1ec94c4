import { describe, expect, test } from 'vitest'
import type { EventShown, ShownSample, TruthSample } from '../watch/sample.ts'
import { countLedger, departsFrom } from './count-ledger.ts'
import { findLies, lieBoundMs } from './find-lies.ts'
import { judgeAnswers, judgeTexts } from './judge-answers.ts'
import { judgeEvents } from './judge-events.ts'
import { judgeSelect } from './judge-select.ts'
import { secondsToRunning } from './render-timeline.ts'

const shown = (atMs: number, phase: string, warnings: string[] = []): ShownSample => ({ atMs, shown: { phase, detail: '', warnings } })
const truth = (atMs: number, state: TruthSample['state'], liveJobs = 1): TruthSample => ({ atMs, state, why: '', liveJobs })
const each = <T>(fromMs: number, toMs: number, make: (atMs: number) => T): T[] => Array.from({ length: (toMs - fromMs) / 500 }, (_, index) => make(fromMs + index * 500))

describe('the count', () => {
  const input = [1, 2, 3, 4].map((id) => ({ id, k: id % 2 }))
  const output = [{ id: 1, k: 1, nth: 1 }, { id: 2, k: 0, nth: 1 }, { id: 3, k: 1, nth: 2 }, { id: 4, k: 0, nth: 2 }]

  test('of an exact copy finds nothing', () => {
    expect(countLedger(input, output)).toEqual({ sent: 4, arrived: 4, lost: 0, doubled: 0, brokenKeys: 0 })
  })

  test('finds lost and doubled records, and state that started again', () => {
    expect(countLedger(input, output.slice(1))).toMatchObject({ lost: 1, doubled: 0, brokenKeys: 1 })
    expect(countLedger(input, [...output, { id: 4, k: 0, nth: 3 }])).toMatchObject({ lost: 0, doubled: 1, brokenKeys: 0 })
    expect(countLedger(input, output.with(3, { id: 4, k: 0, nth: 1 }))).toMatchObject({ lost: 0, doubled: 0, brokenKeys: 1 })
    expect(countLedger([...input, { id: 4, k: 0 }], output)).toMatchObject({ lost: 1, doubled: 0 })
  })

  test('of a partition takes a beginning of it and nothing else', () => {
    expect(departsFrom([1, 3], [1, 3, 5])).toBeUndefined()
    expect(departsFrom([1, 5], [1, 3, 5])).toMatch(/row 2 is id 5, expected 3/)
    expect(departsFrom([1, 1], [1, 3, 5])).toMatch(/row 2 is id 1/)
    expect(departsFrom([1, 3], [1])).toMatch(/expected nothing/)
  })
})

describe('lies', () => {
  const down = each(0, 40_000, (atMs) => truth(atMs, 'down'))

  test('RUNNING over a dead job, for as long as it is shown', () => {
    const told = [...each(0, 20_000, (atMs) => shown(atMs, 'RUNNING')), ...each(20_000, 40_000, (atMs) => shown(atMs, 'PENDING'))]
    const { falselyRunningMs } = findLies({ shown: told, truth: down })
    expect(falselyRunningMs).toBe(19_500)
    expect(falselyRunningMs).toBeGreaterThan(lieBoundMs)
  })

  test('RUNNING with the warning that Flink restarts it, an unknown state and a silent API are none', () => {
    const none = { falselyRunningMs: 0, falselyStoppedMs: 0 }
    expect(findLies({ shown: each(0, 40_000, (atMs) => shown(atMs, 'RUNNING', ['RESTARTING'])), truth: down })).toEqual(none)
    expect(findLies({ shown: each(0, 40_000, (atMs) => shown(atMs, 'RUNNING')), truth: each(0, 40_000, (atMs) => truth(atMs, 'unknown')) })).toEqual(none)
    const silent = findLies({ shown: [shown(0, 'RUNNING'), ...each(500, 40_000, (atMs): ShownSample => ({ atMs, error: 'refused' }))], truth: down })
    expect(silent.falselyRunningMs).toBe(0)
  })

  test('STOPPED over a live job', () => {
    const { falselyStoppedMs } = findLies({ shown: each(0, 30_000, (atMs) => shown(atMs, 'STOPPED')), truth: each(0, 30_000, (atMs) => truth(atMs, 'running')) })
    expect(falselyStoppedMs).toBe(29_500)
  })
})

describe('events', () => {
  const event = (seconds: number, reason: string, type = 'Normal'): EventShown => ({ at: new Date(seconds * 1_000).toISOString(), type, reason, message: '' })
  const before = [event(1, 'Starting'), event(2, 'Running')]
  const away = [...each(10_000, 20_000, (atMs) => truth(atMs, 'down')), truth(20_500, 'running')]
  const judged = (events: EventShown[], seen = away) => judgeEvents({ moment: 'at-rest', struckAtMs: 10_000, judgedUntilMs: 21_000, events, truth: seen })

  test('a loss and its end are told, in this order', () => {
    expect(judged([...before, event(12, 'Restarting', 'Warning'), event(20, 'Running')])).toEqual([])
    expect(judged([...before, event(12, 'Starting', 'Warning'), event(20, 'Running')])).toEqual([])
    expect(judged(before)[0]).toMatch(/no event tells of it/)
    expect(judged([...before, event(12, 'Restarting', 'Warning')])[0]).toMatch(/runs again/)
    expect(judged([...before, event(12, 'Running'), event(20, 'Restarting', 'Warning')])[0]).toMatch(/runs again/)
  })

  test('a loss that was none is not told', () => {
    const whole = each(10_000, 20_000, (atMs) => truth(atMs, 'running'))
    expect(judged(before, whole)).toEqual([])
    expect(judged([...before, event(12, 'Restarting', 'Warning'), event(13, 'Running')], whole)[0]).toMatch(/a loss that was none/)
  })

  test('a stop is told from its beginning to its end', () => {
    const stop = (events: EventShown[]) => judgeEvents({ moment: 'during-stop', struckAtMs: 3_000, judgedUntilMs: 9_000, events, truth: [] })
    const whole = [...before, event(3, 'Stopping'), event(4, 'Stopped'), event(5, 'Resumed'), event(6, 'Starting'), event(7, 'Running')]
    expect(stop(whole)).toEqual([])
    expect(stop(whole.filter(({ reason }) => reason !== 'Stopped'))[0]).toMatch(/lack Stopped/)
  })
})

describe('answers', () => {
  const span = { struckAtMs: 10_000, settledAtMs: 20_000 }
  const refused: ShownSample = { atMs: 12_000, error: 'ECONNREFUSED' }
  const unavailable: ShownSample = { atMs: 12_000, error: 'HTTP 503', status: 503, hasRetryAfter: true }

  test('silence is allowed where the API or Postgres was hit, and only then', () => {
    for (const victim of ['api', 'postgres', 'everything'] as const) expect(judgeAnswers({ shown: [refused, unavailable] }, { victim, ...span })).toEqual([])
    expect(judgeAnswers({ shown: [refused] }, { victim: 'controller', ...span })[0]).toMatch(/did not answer/)
    expect(judgeAnswers({ shown: [{ ...refused, atMs: 9_000 }] }, { victim: 'api', ...span })[0]).toMatch(/did not answer/)
  })

  test('an error of the server is 503 and says when to come again', () => {
    expect(judgeAnswers({ shown: [{ ...unavailable, status: 500, error: 'HTTP 500' }] }, { victim: 'postgres', ...span })[0]).toMatch(/HTTP 500/)
    expect(judgeAnswers({ shown: [{ ...unavailable, hasRetryAfter: false }] }, { victim: 'postgres', ...span })[0]).toMatch(/without Retry-After/)
    expect(judgeAnswers({ shown: [{ atMs: 30_000, error: 'HTTP 404', status: 404 }] }, { victim: 'kafka', ...span })).toEqual([])
  })

  test('stacks and secrets are found, and a secret is not repeated', () => {
    expect(judgeTexts(['{"detail":"Lost.\\n\\tat org.apache.flink.Task.run(Task.java:3)"}'], [])[0]).toMatch(/stack/)
    expect(judgeTexts(['a password pa55word0 here'], ['pa55word0'])).toEqual(['A secret was shown.'])
    expect(judgeTexts(['The cluster that ran the query was lost at once (restart 1 of 2).'], ['pa55word0'])).toEqual([])
  })
})

describe('a streaming SELECT', () => {
  const good = { phase: 'RUNNING', detail: '', served: [[1, 3], [2]], partitions: [[1, 3, 5], [2, 4]], servedSince: 1, jobsLeft: 0 }
  const lost = { ...good, phase: 'FAILED', detail: 'The SQL gateway was lost, and with it the rows not yet fetched.' }

  test('goes on, or is told to be over with a reason', () => {
    expect(judgeSelect(good)).toEqual([])
    expect(judgeSelect(lost)).toEqual([])
    expect(judgeSelect({ ...lost, phase: 'COMPLETED' })[0]).toMatch(/COMPLETED/)
    expect(judgeSelect({ ...lost, detail: '' })[0]).toMatch(/without a reason/)
    expect(judgeSelect({ ...good, servedSince: 0 })[0]).toMatch(/no rows any more/)
  })

  test('loses and doubles no row, and leaves no job', () => {
    expect(judgeSelect({ ...good, served: [[1, 5], [2]] })[0]).toMatch(/partition 0: row 2 is id 5/)
    expect(judgeSelect({ ...lost, jobsLeft: 1 })[0]).toMatch(/left behind/)
  })
})

test('the time to RUNNING ends with the last moment at which it was not so, or not shown', () => {
  const seen = { shown: [shown(1_000, 'RUNNING'), shown(9_000, 'PENDING'), shown(10_000, 'RUNNING')], truth: [truth(2_000, 'down'), truth(8_000, 'running')] }
  expect(secondsToRunning(seen, 1_000, 20_000)).toBe(8)
  expect(secondsToRunning({ shown: [shown(1_500, 'RUNNING')], truth: [truth(1_500, 'running')] }, 1_000, 20_000)).toBe(0)
})
