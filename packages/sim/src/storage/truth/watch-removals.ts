import { environmentKey } from '@headgate/domain'
import type { Tenant } from '@headgate/domain'
import type { History } from '../history.ts'
import { markName } from './ledger.ts'
import { isInside, needsOfFiles } from './needs-of-files.ts'
import type { NeedsOfFiles } from './needs-of-files.ts'

/** What was under way when a switch was turned may still happen for so long: a request that was sent before. */
const underWayMsMax = 30_000

/** Judges each file at the moment it is removed, against what really is. */
export function watchRemovals(history: History): void {
  const { blobs } = history.world
  const { removeMany, removeAll, listPage } = blobs
  blobs.listPage = async (prefix, startAfter) => {
    const tenant = tenantOf(history, `${prefix}/`)
    if (tenant !== undefined) history.ledger.listedAtMs.set(tenant.environmentId, history.world.clock.nowMs())
    return listPage(prefix, startAfter)
  }
  blobs.removeMany = async (keys) => {
    const before = new Map(keys.map((key) => [key, blobs.statNow(key)]))
    const findings = judge(history, keys)
    const answer = await removeMany(keys)
    // Only what went counts: it may be refused, throttled, or was not there.
    const went = keys.filter((key) => before.get(key) !== undefined && blobs.statNow(key) === undefined)
    for (const key of went) history.ledger.violations.push(...(findings.get(key) ?? []).map((finding) => `${shown(key)} was removed: ${finding}`))
    noteRemovals(history, went)
    if (!answer.ok && went.length > 0) history.ledger.answerLostAtMs = history.world.clock.nowMs()
    return answer
  }
  blobs.removeAll = async (prefix) => {
    history.ledger.violations.push(`everything below ${prefix} was removed at once`)
    return removeAll(prefix)
  }
}

const shown = (key: string): string => key.slice(key.indexOf('/environments/') + '/environments/'.length)

function judge(history: History, keys: readonly string[]): Map<string, string[]> {
  const needs = new Map<Tenant, NeedsOfFiles>()
  const found = new Map<string, string[]>()
  const tenants = new Set(keys.map((key) => tenantOf(history, key)))
  for (const key of keys) {
    if (history.world.blobs.statNow(key) === undefined) continue
    const tenant = tenantOf(history, key)
    if (tenant === undefined) {
      found.set(key, ['it is of no environment'])
      continue
    }
    const need = needs.get(tenant) ?? needsOfFiles(history, tenant)
    needs.set(tenant, need)
    const why = need.whyNeeded(key)
    found.set(key, [
      ...(why === undefined ? [] : [`${why}`]),
      ...whyNotBefore(history, tenant, key),
      ...(tenants.size > 1 ? ['in one request with files of another environment'] : []),
      ...whyTooEarly(history, tenant, key),
      ...whySwitchedOff(history, tenant),
    ])
  }
  return found
}

const tenantOf = ({ tenants }: History, key: string): Tenant | undefined => tenants.find((tenant) => key.startsWith(`${environmentKey(tenant)}/`))

/** Of what no snapshot had that is deleted: an earlier scan must have found the same, and it must be old. */
function whyTooEarly({ ledger, settings, world }: History, tenant: Tenant, key: string): string[] {
  const nowMs = world.clock.nowMs()
  if (snapshotsOf({ ledger, world }, tenant, key).some((id) => ledger.confirmed.has(id))) return []
  const ageMs = nowMs - (world.blobs.statNow(key)?.modifiedMs ?? 0)
  const leastMs = key.includes('/archive/') ? settings.recordsAfterMs : settings.abortedAfterMs
  const markedAtMs = ancestors(key).map((each) => ledger.markedAtMs.get(markName(tenant, each))).filter((atMs) => atMs !== undefined)
  return [
    ...(ageMs <= leastMs ? [`it is only ${Math.round(ageMs / 1_000)} s old`] : []),
    ...(markedAtMs.length === 0 ? ['no earlier scan had found it deletable'] : nowMs - Math.min(...markedAtMs) < settings.waitMs ? ['the scan that found it deletable was not long enough ago'] : []),
  ]
}

/** Of a snapshot that is deleted `_metadata` goes first: what is left must not look like something to restore from. */
function whyNotBefore({ ledger, world }: History, { environmentId }: Tenant, key: string): string[] {
  return [...world.stores.database.snapshots.values()].flatMap(({ id, observed, environmentId: own }) => {
    const directoryKey = own !== environmentId || !ledger.confirmed.has(id) || observed.uri === undefined ? undefined : world.blobs.keyOf(observed.uri)
    const isNamed = directoryKey !== undefined && key !== `${directoryKey}/_metadata` && ledger.metadata.filesIn(directoryKey)?.includes(key) === true
    return isNamed && world.blobs.statNow(`${directoryKey}/_metadata`) !== undefined ? [`the _metadata of the snapshot ${id}, which names it, is still there`] : []
  })
}

const ancestors = (key: string): string[] => key.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))

function whySwitchedOff({ ledger, world }: History, { environmentId }: Tenant): string[] {
  const sinceMs = ledger.pausedSinceMs.get(environmentId) ?? ledger.pausedSinceMs.get('*')
  if (sinceMs === undefined) return []
  const fromMs = Math.max(sinceMs, ledger.standstillUntilMs)
  return world.clock.nowMs() - fromMs > underWayMsMax ? ['deletion is switched off'] : []
}

/** The snapshots that name a file, or in whose directory it lies. */
function snapshotsOf({ ledger, world }: Pick<History, 'ledger' | 'world'>, tenant: Tenant, key: string): string[] {
  return [...world.stores.database.snapshots.values()].flatMap((snapshot) => {
    if (snapshot.environmentId !== tenant.environmentId) return []
    const directoryKey = snapshot.observed.uri === undefined ? undefined : world.blobs.keyOf(snapshot.observed.uri)
    const isOwn = isInside(key, snapshot)
    return isOwn || (directoryKey !== undefined && ledger.metadata.filesIn(directoryKey)?.includes(key) === true) ? [snapshot.id] : []
  })
}

function noteRemovals(history: History, keys: readonly string[]): void {
  const { ledger, world, trace } = history
  for (const key of keys) {
    const tenant = tenantOf(history, key)
    if (tenant === undefined) continue
    ledger.unaudited.push({ tenant, key, atMs: world.clock.nowMs(), snapshotIds: snapshotsOf(history, tenant, key) })
    ledger.removedFiles += 1
    trace.count(`removed ${kindOf(key)}`)
  }
  if (keys.length > 0) trace.note('store', `removed ${keys.map(shown).join(' ')}`)
}

const kindOf = (key: string): string => /\/(checkpoints|savepoints|snapshots|plans|exports|archive|files|imports)\//.exec(key)?.[1] ?? 'other'
