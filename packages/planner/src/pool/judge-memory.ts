import type { MemoryCulprit, MemoryIntent, MemoryIsolation, MemoryLoss, PoolDemand } from '@headgate/domain'

/** What a pool knows of its TaskManagers that ran out of memory. */
export interface MemoryWorld {
  nowMs: number
  /** Oldest first. */
  losses: MemoryLoss[]
  demands: PoolDemand[]
  before: MemoryIntent | undefined
}

/** So many losses within this time are no accident. */
export const lossesMin = 3
export const windowMs = 10 * 60_000
/** How long verdicts are remembered: a statement that looks later has another generation by then. */
const rememberMs = 60 * 60_000
const testMsMin = 60_000

/**
 * Finds the statement that runs the TaskManagers of a pool out of memory. After three losses within ten minutes: the one that was
 * alone in all of them, or whose tasks asked for the memory in all of them. Otherwise the pool is emptied and its statements run
 * one at a time until one is alone when its TaskManager dies. If each runs well alone and it goes on, the one most often named,
 * else the newest: the pool was well before it. Pure.
 */
export function judgeMemory(world: MemoryWorld): MemoryIntent | undefined {
  const { nowMs, before } = world
  const culprits = (before?.culprits ?? []).filter((culprit) => nowMs - culprit.atMs < rememberMs)
  const kept: MemoryIntent = { ...before, judgedUpToMs: before?.judgedUpToMs ?? 0, culprits }
  const after = before?.isolation === undefined ? accuse(world, kept) : isolate(world, kept, before.isolation)
  return after.culprits.length === 0 && after.isolation === undefined && after.judgedUpToMs === 0 ? undefined : after
}

/** Whether a statement may hold slots now: while the pool isolates, only the one that is tried. */
export const mayHoldSlots = (memory: MemoryIntent | undefined, uid: string): boolean =>
  memory?.isolation === undefined || memory.isolation.queue[0] === uid

function accuse(world: MemoryWorld, kept: MemoryIntent): MemoryIntent {
  const { nowMs, losses, demands } = world
  const recent = losses.filter((loss) => loss.atMs > Math.max(nowMs - windowMs, kept.judgedUpToMs))
  if (recent.length < lossesMin) return kept
  const suspects = demands.filter((demand) => demand.jobId !== undefined && recent.some((loss) => loss.present.includes(demand.uid)))
  const alone = suspects.find(({ uid }) => recent.every((loss) => loss.present.length === 1 && loss.present[0] === uid))
  if (alone !== undefined) return convict(kept, alone, 'alone', recent, nowMs)
  const named = suspects.find(({ uid }) => recent.every((loss) => loss.suspects.length === 1 && loss.suspects[0] === uid))
  if (named !== undefined) return convict(kept, named, 'task', recent, nowMs)
  const order = suspects.toSorted((a, b) => timesNamed(recent, b) - timesNamed(recent, a) || (b.startedAtMs ?? 0) - (a.startedAtMs ?? 0) || (a.uid < b.uid ? -1 : 1))
  const [first] = order
  if (first === undefined) return { ...kept, judgedUpToMs: nowMs }
  const wasInVain = kept.inVainAtMs !== undefined && nowMs - kept.inVainAtMs < rememberMs
  if (wasInVain) return convict({ ...kept, inVainAtMs: undefined }, first, 'newest', recent, nowMs)
  return { ...kept, judgedUpToMs: nowMs, isolation: { sinceMs: nowMs, queue: order.map(({ uid }) => uid), testMs: testMsOf(recent) } }
}

function isolate(world: MemoryWorld, kept: MemoryIntent, before: MemoryIsolation): MemoryIntent {
  const { nowMs, losses, demands } = world
  const queue = before.queue.filter((uid) => demands.some((demand) => demand.uid === uid))
  const tried = queue[0]
  if (tried === undefined) return { ...kept, isolation: undefined, judgedUpToMs: nowMs, inVainAtMs: nowMs }
  const isSame = tried === before.queue[0]
  const isAlone = demands.every((demand) => demand.uid === tried || demand.jobId === undefined)
  const isolation: MemoryIsolation = { ...before, queue, aloneSinceMs: isSame ? before.aloneSinceMs : undefined }
  if (isolation.aloneSinceMs === undefined) return { ...kept, isolation: { ...isolation, aloneSinceMs: isAlone ? nowMs : undefined } }
  const { aloneSinceMs } = isolation
  const died = losses.filter((loss) => loss.atMs > aloneSinceMs && loss.present.every((uid) => uid === tried))
  const demand = demands.find(({ uid }) => uid === tried)
  if (died.length > 0 && demand !== undefined) return convict(kept, demand, 'alone', losses.filter((loss) => loss.atMs > nowMs - windowMs), nowMs)
  if (nowMs - aloneSinceMs <= before.testMs) return { ...kept, isolation }
  return isolate(world, kept, { ...before, queue: queue.slice(1), aloneSinceMs: undefined })
}

function convict(kept: MemoryIntent, demand: PoolDemand, how: MemoryCulprit['how'], losses: MemoryLoss[], nowMs: number): MemoryIntent {
  const last = losses.at(-1)
  const culprit: MemoryCulprit = {
    uid: demand.uid,
    name: demand.name,
    atMs: nowMs,
    how,
    losses: losses.filter((loss) => loss.present.includes(demand.uid)).length,
    sinceMs: losses[0]?.atMs ?? nowMs,
    memory: last?.memory ?? 'memory',
    ...(how === 'task' && last?.thread !== undefined ? { thread: last.thread } : {}),
  }
  return { ...kept, isolation: undefined, judgedUpToMs: nowMs, culprits: [...kept.culprits.filter(({ uid }) => uid !== demand.uid), culprit] }
}

const timesNamed = (losses: MemoryLoss[], { uid }: PoolDemand): number => losses.filter((loss) => loss.suspects.includes(uid)).length

/** Twice the longest time that it took before, so that one who needs a while is not taken for innocent. */
function testMsOf(losses: MemoryLoss[]): number {
  const gaps = losses.slice(1).map((loss, index) => loss.atMs - (losses[index]?.atMs ?? loss.atMs))
  return Math.min(windowMs, Math.max(testMsMin, 2 * Math.max(0, ...gaps)))
}
