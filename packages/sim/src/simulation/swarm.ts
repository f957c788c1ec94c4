import type { Random } from '../random.ts'

/** What one seed makes likely. Each run favours some acts and faults and leaves others out: together the seeds meet every mixture. */
export interface Swarm {
  /** Controllers alive at times; more than one share the work by leases. */
  controllersMax: number
  /** Virtual milliseconds between steps, mostly. */
  paceMs: number
  /** Probability of a long pause between steps, in which timeouts come. */
  longPauseRate: number
  /** Probability of a fault of a call, by the port's name. */
  callFaults: Record<string, number>
  /** Probability that a write ends its caller, before or after its effect. */
  crashRate: { controller: number; api: number }
  /** Probability of each strike per step. */
  strikes: Record<string, number>
  wake: { dropRate: number; doubleRate: number; delayMsMax: number }
  /** Factor on how long processes take to start. */
  startFactor: number
  /** Factor by which an act is made more or less likely. */
  acts: Record<string, number>
  maxCfu: number
  keepsWarm: boolean
  /** After how long an unused pool gives its processes back: in some runs soon, so that pools sleep and wake up. */
  idleTimeoutMs: number
  /** The same of own pools. */
  ownIdleTimeoutMs: number
  /** Probability that a pool is DEDICATED. */
  dedicatedRate: number
  /** Between the end of a job and its archive file: a JobManager can die in between. */
  archiveMs: number
}

const ports = ['store', 'api', 'resources', 'spool', 'gateway', 'flink', 'cluster', 'blobs', 'wake']

/** Draws the character of a run. `acts` and `strikes` are the names there are. */
export function drawSwarm(random: Random, acts: readonly string[], strikes: readonly string[]): Swarm {
  // Some runs are calm: bugs of plain use shall not hide behind faults.
  const isCalm = random.chance(0.15)
  const rate = (likely: number, most: number) => (!isCalm && random.chance(likely) ? random.next() ** 2 * most : 0)
  const each = (names: readonly string[], draw: () => number) => Object.fromEntries(names.map((name) => [name, draw()]))
  return {
    controllersMax: random.pick([1, 2, 2, 2, 3]),
    paceMs: random.pick([50, 150, 300, 600]),
    longPauseRate: random.chance(0.2) ? 0.04 : 0.004,
    callFaults: each(ports, () => rate(0.5, 0.06)),
    crashRate: { controller: rate(0.6, 0.004), api: rate(0.4, 0.01) },
    strikes: each(strikes, () => rate(0.5, 0.04)),
    wake: { dropRate: rate(0.4, 0.6), doubleRate: rate(0.4, 0.3), delayMsMax: random.chance(0.4) ? random.integer(1, 3_000) : 0 },
    startFactor: random.pick([0.2, 0.5, 1, 1, 2]),
    acts: each(acts, () => random.pick([0, 0.5, 1, 1, 1, 2])),
    maxCfu: random.integer(1, 6),
    keepsWarm: random.chance(0.2),
    idleTimeoutMs: random.pick([30 * 60_000, 30 * 60_000, 15_000, 3_000]),
    archiveMs: random.pick([50, 50, 3_000]),
    ownIdleTimeoutMs: random.pick([30_000, 30_000, 3_000, 0]),
    dedicatedRate: random.pick([0, 0.5, 0, 1, 0]),
  }
}
