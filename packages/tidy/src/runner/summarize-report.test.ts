import { expect, test } from 'vitest'
import { closingLine, describeRun } from './describe-run.ts'
import { GROUPS } from './groups.ts'
import { whatWentWrong } from './run-group.ts'
import { summarizeReport, type VitestReport } from './summarize-report.ts'

const report: VitestReport = {
  testResults: [
    {
      name: '/clone/packages/a/src/one.test.ts',
      status: 'failed',
      startTime: 1_000,
      endTime: 3_000,
      assertionResults: [
        { ancestorTitles: ['sums'], title: 'adds', status: 'passed' },
        { ancestorTitles: ['sums'], title: 'subtracts', status: 'failed', failureMessages: ['\u001B[31mexpected 1 to be 2\u001B[39m\n    at x (/clone/node_modules/vitest/a.js:1:1)'] },
        { ancestorTitles: ['sums'], title: 'later', status: 'pending' },
      ],
    },
    { name: '/clone/packages/a/src/two.test.ts', status: 'failed', message: 'Cannot find module ./gone.ts', startTime: 0, endTime: 5_000, assertionResults: [] },
  ],
}

test('passed, failed and skipped tests are counted, and a file that does not load is a failure', () => {
  const summary = summarizeReport(report, '/clone', {
    differences: { 'packages/a/src/one.test.ts > sums > subtracts': '- 2\n+ 1' },
    outside: ['Error: nobody caught me\n    at new Promise (<anonymous>)'],
  })
  expect(summary).toMatchObject({ passed: 1, failed: 3, skipped: 1 })
  expect(summary.failures).toEqual([
    { title: 'packages/a/src/one.test.ts > sums > subtracts', message: 'expected 1 to be 2\n- 2\n+ 1' },
    { title: 'packages/a/src/two.test.ts', message: 'Cannot find module ./gone.ts' },
    { title: 'thrown outside of a test', message: 'Error: nobody caught me' },
  ])
  expect(summary.files[0]).toEqual({ file: 'packages/a/src/two.test.ts', durationMs: 5_000 })
})

test('the last line is the plain sum, with skipped tests only if there are any', () => {
  const summary = summarizeReport(report, '/clone')
  expect(describeRun([summary]).split('\n').at(-1)).toBe('1 passed, 2 failed, 1 skipped')
  expect(closingLine([{ ...summary, failed: 0, skipped: 0 }])).toBe('1 passed, 0 failed')
})

test('each failure is printed once', () => {
  const text = describeRun([summarizeReport(report, '/clone')])
  expect(text.split('expected 1 to be 2')).toHaveLength(2)
})

test('a group that crashed, overran or ran no test is a failure', () => {
  const group = GROUPS[0]!
  const none = { passed: 0, failed: 0, skipped: 0, failures: [], files: [] }
  const some = { ...none, passed: 3 }
  expect(whatWentWrong({ code: 0, timedOut: false }, some, group)).toBeUndefined()
  expect(whatWentWrong({ code: 0, timedOut: false }, none, group)).toMatch(/No test ran/)
  expect(whatWentWrong({ code: 1, timedOut: false }, some, group)).toMatch(/outside of a test/)
  expect(whatWentWrong({ code: undefined, timedOut: false }, some, group)).toMatch(/signal/)
  expect(whatWentWrong({ code: undefined, timedOut: true }, some, group)).toMatch(/ended after 12 min/)
})
