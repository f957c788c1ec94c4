import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runProgram } from './run-program.ts'

const run = (script: string, timeoutMs: number) => runProgram('bash', ['-c', script], { cwd: import.meta.dirname, timeoutMs, echo: false })

test('the code and the last output come back, of both streams', async () => {
  expect(await run('echo out; echo err >&2; exit 3', 10_000)).toMatchObject({ code: 3, timedOut: false, tail: expect.stringMatching(/out[^]*err|err[^]*out/) })
})

test('a program that is not there is no success', async () => {
  expect(await runProgram('no-such-program', [], { cwd: import.meta.dirname, timeoutMs: 5_000, echo: false })).toMatchObject({ code: undefined, tail: expect.stringContaining('ENOENT') })
})

test('what hangs is ended, with everything it started', async () => {
  const end = await run('sleep 600 & echo $!; wait', 500)
  expect(end).toMatchObject({ code: undefined, timedOut: true })
  await expectGone(Number(end.tail.trim()))
})

test('what a program leaves behind is ended with it', async () => {
  const end = await run('sleep 600 >/dev/null 2>&1 & echo $!', 10_000)
  expect(end).toMatchObject({ code: 0, timedOut: false })
  await expectGone(Number(end.tail.trim()))
})

async function expectGone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(1)
  for (const deadline = Date.now() + 5_000; isAlive(pid); await sleep(20)) expect(Date.now()).toBeLessThan(deadline)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
