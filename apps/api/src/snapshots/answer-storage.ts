import type { Tenant } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import type { Links } from '../http/links.ts'
import { problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import type { Answer } from '../http/route.ts'
import { renderStorage } from '../render/render-storage.ts'

/** The newest report of an environment that is there; one that was never scanned has none. */
export async function answerStorage(store: Pick<ApiStore, 'loadStorageReport'>, tenant: Tenant, links: Links, requestedAtMs?: number): Promise<Answer | Problem> {
  const loaded = await store.loadStorageReport(tenant)
  if (!loaded.ok && loaded.reason !== 'not-found') return problemOf(loaded, { noun: 'environment', name: tenant.environmentId })
  const report = loaded.ok ? loaded.value : undefined
  return { body: renderStorage(tenant, report, report?.scanRequestedAtMs ?? requestedAtMs, links) }
}
