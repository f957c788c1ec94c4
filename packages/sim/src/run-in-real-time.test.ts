import { expect, it } from 'vitest'
import { runInRealTime } from './run-in-real-time.ts'
import { createVirtualClock } from './virtual-clock.ts'

it('moves a virtual clock by itself, faster than life, until it is stopped', async () => {
  const clock = createVirtualClock(0)
  const running = runInRealTime(clock, 1_000)
  await clock.sleep(20_000)
  expect(clock.nowMs()).toBeGreaterThanOrEqual(20_000)
  await running.stop()
  const stoppedAtMs = clock.nowMs()
  await new Promise((resolve) => setTimeout(resolve, 15))
  expect(clock.nowMs()).toBe(stoppedAtMs)
})
