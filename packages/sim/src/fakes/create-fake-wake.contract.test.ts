import { setTimeout as pause } from 'node:timers/promises'
import { wakeContract } from '@headgate/ports/contracts'
import { describe } from 'vitest'
import { createRandom } from '../random.ts'
import { createVirtualClock } from '../virtual-clock.ts'
import { createFakeWake } from './create-fake-wake.ts'

describe('fake wake', () => {
  wakeContract(async () => {
    const clock = createVirtualClock(0)
    return {
      wake: createFakeWake({ clock, random: createRandom(1) }),
      nowMs: () => clock.nowMs(),
      async letPass(durationMs) {
        await clock.advance(durationMs)
        // One test holds its looks for some real milliseconds.
        await pause(1)
      },
      stop: async () => {},
    }
  })
})
