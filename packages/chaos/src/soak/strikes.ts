import type { Soak } from './soak.ts'

type Victim = 'taskmanager' | 'jobmanager' | 'gateway' | 'controller' | 'snapshots' | 'api' | 's3'

const victims: readonly Victim[] = ['taskmanager', 'taskmanager', 'jobmanager', 'gateway', 'controller', 'snapshots', 'snapshots', 'api', 's3']

/** The supervisor gives a process up that dies three times within a minute, and a pool needs some time between two deaths to get anywhere. */
const betweenDeathsMs = 45_000

/** `kill -9` of a process of the control plane, of Flink, or of the store itself. */
export function createStrikes(): (soak: Soak) => Promise<void> {
  const diedAtMs = new Map<Victim, number>()
  return async (soak) => {
    const { random, instance, s3 } = soak
    const victim = random.pick(victims)
    if (Date.now() - (diedAtMs.get(victim) ?? 0) < betweenDeathsMs) return
    diedAtMs.set(victim, Date.now())
    soak.count(`killed ${victim}`)
    switch (victim) {
      case 'taskmanager':
      case 'jobmanager':
      case 'gateway':
        await instance.dev.killWorkers(victim)
        return
      case 's3':
        await s3.s3.kill9()
        await new Promise((resolve) => setTimeout(resolve, random.integer(0, 8_000)))
        await s3.s3.restart()
        return
      default: {
        const pid = instance.dev.pids()[victim]
        try {
          if (pid !== undefined) process.kill(pid, 'SIGKILL')
        } catch {
          // It has just died by itself, or of an earlier blow.
        }
      }
    }
  }
}
