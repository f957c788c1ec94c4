import { ok } from '@headgate/domain'
import type { Result, SnapshotReference, Tenant } from '@headgate/domain'
import type { StorageStore } from '@headgate/ports'
import { compareKeys } from './compare-keys.ts'

/** Goes through the stored references side by side with a listing: both are in the order of keys, so that neither is ever held whole. */
export interface ReferenceCursor {
  /** Ids of the snapshots that name this key. Keys must be asked for in ascending order. */
  usersOf(key: string): Promise<Result<string[]>>
}

const pageSize = 5_000

export function createReferenceCursor(store: Pick<StorageStore, 'listReferences'>, tenant: Tenant): ReferenceCursor {
  let page: SnapshotReference[] = []
  let at = 0
  let after: string | undefined
  let isOver = false
  return {
    async usersOf(key) {
      for (;;) {
        while (at < page.length && compareKeys(page[at]?.key ?? '', key) < 0) at += 1
        if (at < page.length || isOver) break
        const next = await store.listReferences(tenant, after, pageSize)
        if (!next.ok) return next
        page = next.value
        at = 0
        after = page.at(-1)?.key
        if (page.length === 0) isOver = true
      }
      const users: string[] = []
      // All of one key are in one page.
      for (let index = at; index < page.length && page[index]?.key === key; index++) users.push(page[index]?.snapshotId ?? '')
      return ok(users)
    },
  }
}
