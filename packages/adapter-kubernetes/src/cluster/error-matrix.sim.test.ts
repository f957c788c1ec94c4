import { describe, expect, it } from 'vitest'
import { annotationNames } from '../labels.ts'
import { faultsOfCalls, faultsOfWatches } from '../testing/faults.ts'
import type { Fault } from '../testing/faults.ts'
import { generationsBefore, makePoolWorld, poolKey } from '../testing/pool-world.ts'
import type { PoolWorld } from '../testing/pool-world.ts'
import type { Call } from '../testing/read-call.ts'

const losesJobManager = 'loses its JobManager'

/** The life of a pool, a step at a time: each asks for something and says when it is so. */
const life: [what: string, step: (world: PoolWorld) => Promise<void>][] = [
  ['starts with two TaskManagers', async (world) => {
    world.loop.demand([{ slotsAsked: 5 }])
    await world.until(() => isRunning(world, 2), 'JobManager, gateway and two TaskManagers run')
  }],
  ['shows a log', async (world) => {
    const workerId = nameOf(world, 'jobmanager')
    await world.until(async () => {
      const asked = world.cluster.readLog({ ...poolKey, workerId }, 1_000)
      await world.settle()
      const log = await asked
      return log.ok && log.value === `log of ${workerId}\n`
    }, 'the log of the JobManager')
  }],
  ['gives TaskManagers back', async (world) => {
    world.loop.demand([{}])
    await world.until(() => isRunning(world, 0), 'no TaskManager is left')
  }],
  ['loses its gateway', async (world) => {
    const before = nameOf(world, 'gateway')
    world.server.kubelet.end(before, { exitCode: 1 })
    await world.until(() => isRunning(world, 0) && nameOf(world, 'gateway') !== before, 'another gateway runs')
  }],
  [losesJobManager, async (world) => {
    world.server.kubelet.end(nameOf(world, 'jobmanager'), { exitCode: 137, reason: 'OOMKilled' })
    const before = world.loop.pool().intent.clusterGeneration
    await world.until(() => isRunning(world, 0) && world.loop.pool().intent.clusterGeneration > before, 'a new generation runs')
  }],
  ['sleeps', async (world) => {
    world.loop.demand([])
    await world.until(() => world.alive().length === 0 && !world.loop.pool().intent.awake, 'nothing of the pool is left')
  }],
]

const componentOf = (labels: Record<string, string> | undefined): string => labels?.['app.kubernetes.io/component'] ?? ''
const nameOf = (world: PoolWorld, role: string): string => world.alive().find(({ metadata }) => componentOf(metadata.labels) === role)?.metadata.name ?? `no ${role}`

/** Just what is wanted is there, and the loop has seen it run. */
function isRunning(world: PoolWorld, taskManagers: number): boolean {
  const pods = world.alive()
  const { observed, intent } = world.loop.pool()
  if (observed.workers.state !== 'known') return false
  const seen = observed.workers.value.filter(({ state, clusterGeneration }) => state === 'running' && clusterGeneration === intent.clusterGeneration).map(({ workerId }) => workerId)
  const count = (role: string): number => pods.filter(({ metadata }) => componentOf(metadata.labels) === role && seen.includes(metadata.name)).length
  return pods.length === 2 + taskManagers && count('jobmanager') === 1 && count('gateway') === 1 && count('taskmanager') === taskManagers
}

/** Which of our calls a request is. */
function siteOf({ verb, kind, namespace, name, body, query }: Call): string {
  switch (verb) {
    case 'list':
      return `list ${kind} ${namespace === undefined ? 'everywhere' : 'of the namespace'}${query.has('continue') ? ', a further page' : ''}`
    case 'create':
      return kind === 'Pod' ? `create Pod ${componentOf((body as { metadata: { labels?: Record<string, string> } }).metadata.labels)}` : `create ${kind}`
    case 'replace':
      return `replace ${kind} ${annotationNames.dropped in ((body as { metadata: { annotations?: object } }).metadata.annotations ?? {}) ? '(dropped)' : '(started)'}`
    case 'get':
    case 'apply':
      return `${verb} ${kind}${name === poolKey.computePoolId ? ' of the pool' : ''}`
    default:
      return `${verb} ${kind}`
  }
}

/** What may be asked of one object in a minute while the API server is away. */
const requestsPerMinuteMax = 20

interface Cell {
  site: string
  fault: string
  /** What was not as it must be. */
  problems: string[]
  /** Reasons that the port told. */
  told: string[]
  /** Cluster generations that it took beyond those of a life without faults. */
  generationsMore: number
  /** Of one object, while the API server was away. */
  requestsPerMinute: number
}

/** A fault at each request of a site from the first one on, for so long; 0: at that one alone. */
async function tryCell(site: string, faultName: string, fault: Fault, forMs = 0): Promise<Cell> {
  // In real time: long enough for a busy machine, where it is not waited for.
  const world = await makePoolWorld({ timeoutMs: fault.kind === 'done-unanswered' ? 1_000 : 15_000 })
  const cell: Cell = { site, fault: faultName, problems: [], told: [], generationsMore: 0, requestsPerMinute: 0 }
  let struckMs: number | undefined
  world.server.strike = (call) => {
    if (siteOf(call) !== site || (struckMs !== undefined && call.atMs >= struckMs + forMs)) return undefined
    struckMs ??= call.atMs
    return fault
  }
  let generations = generationsBefore + 1
  try {
    for (const [index, [what, step]] of life.entries()) {
      // What was going on is finished; then the pool sleeps.
      if (struckMs !== undefined && index < life.length - 1) continue
      if (what === losesJobManager) generations += 1
      await step(world).catch((error: unknown) => {
        throw new Error(`${what}: ${String(error)}`)
      })
    }
    if (struckMs === undefined) cell.problems.push('the call was never made')
  } catch (error) {
    cell.problems.push(String(error))
  }
  const { calls, objects } = world.server
  const during = (ms: number) => calls.filter(({ atMs }) => struckMs !== undefined && atMs > struckMs && atMs < struckMs + ms)
  if (fault.kind === 'answer' && fault.retryAfter !== undefined && during(Number(fault.retryAfter) * 1_000).length > 0) {
    cell.problems.push(`asked before Retry-After was over: ${during(Number(fault.retryAfter) * 1_000).map(siteOf).join(', ')}`)
  }
  if (fault.kind === 'away') {
    cell.requestsPerMinute = mostPerMinute(during(fault.forMs))
    if (cell.requestsPerMinute > requestsPerMinuteMax) cell.problems.push(`${cell.requestsPerMinute} requests a minute for one object while it was away`)
  }
  cell.told = [...new Set(world.loop.failures.map(({ failure }) => failure.reason))]
  cell.generationsMore = world.loop.pool().intent.clusterGeneration - generations
  const records = objects.all('ConfigMap').filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/managed-by'] === 'headgate').length
  if (records > recordsMax) cell.problems.push(`${records} records of generations were left`)
  cell.problems.push(...new Set(world.violations))
  await world.stop()
  cells.push(cell)
  return cell
}

/** Three are kept, the one that is being made is not counted when they are tidied, and a deletion that failed is made up for at the next start. */
const recordsMax = 5
const cells: Cell[] = []

/** The most requests for one object within any minute. */
function mostPerMinute(calls: Call[]): number {
  const times = Map.groupBy(calls, ({ path }) => path)
  return Math.max(0, ...[...times.values()].flatMap((each) => each.map(({ atMs }, index) => each.slice(index).filter((other) => other.atMs < atMs + 60_000).length)))
}

/** Which calls there are is told by a life without faults. */
async function findSites(): Promise<string[]> {
  const world = await makePoolWorld()
  for (const [, step] of life) await step(world)
  const found = [...new Set(world.server.calls.map(siteOf))]
  await world.stop()
  if (world.violations.length > 0) throw new Error(world.violations.join('; '))
  return found
}

const sites = await findSites()
/** What goes on for a minute. */
const lasting = ['422', '500', 'reset']

describe('every call of the cluster port x every fault', () => {
  it.each(sites)('%s', async (site) => {
    const faults = { ...faultsOfCalls, ...(site.startsWith('watch') ? faultsOfWatches : {}) }
    const once = Object.entries(faults).map(([name, fault]) => tryCell(site, name, fault))
    const forAMinute = Object.entries(faults).flatMap(([name, fault]) => (lasting.includes(name) ? [tryCell(site, `${name}, for a minute`, fault, 60_000)] : []))
    const tried = await Promise.all([...once, ...forAMinute])
    expect(tried.filter(({ problems }) => problems.length > 0)).toEqual([])
  })

  it('was seen to have had an effect, and seldom cost a generation', () => {
    // Which calls a pool makes is not written down here twice, but fewer than these are no whole life.
    expect(sites.length).toBeGreaterThan(30)
    for (const reason of ['unavailable', 'throttled', 'conflict', 'rejected']) expect(cells.some(({ told }) => told.includes(reason))).toBe(true)
    // A JobManager whose start has no answer is not started again.
    const costly = cells.filter(({ generationsMore }) => generationsMore > 0).map(({ site }) => site)
    expect(new Set(costly)).toEqual(new Set(['create Pod jobmanager', 'replace ConfigMap (started)']))
    console.info(`${cells.length} cells: ${sites.length} calls; at most ${Math.max(...cells.map(({ requestsPerMinute }) => requestsPerMinute))} requests a minute for one object while the API server was away`)
  })
})
