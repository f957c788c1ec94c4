import { compareKeys, ok } from '@headgate/domain'
import type { Result, SnapshotReference, Success, Tenant } from '@headgate/domain'
import type { StorageStore } from '@headgate/ports'

/** Goes through the stored references side by side with a listing: both are in the order of keys, so that neither is ever held whole. Keys must be asked for in ascending order. */
export interface ReferenceCursor {
  /** Ids of the snapshots that name this key. */
  usersOf(key: string): Promise<Result<string[]>>
  /** The same, where it is known without a question to the store; else undefined. */
  known(key: string): Success<string[]> | undefined
}

const pageSize = 5_000

/** Begins after `afterKey`. */
export function createReferenceCursor(store: Pick<StorageStore, 'listReferences'>, tenant: Tenant, afterKey?: string): ReferenceCursor {
  let page: SnapshotReference[] = []
  let at = 0
  let after = afterKey
  let isOver = false
  const known = (key: string): Success<string[]> | undefined => {
    let order = -1
    while (at < page.length && (order = compareKeys(page[at]?.key ?? '', key)) < 0) at += 1
    if (at >= page.length) return isOver ? none : undefined
    if (order > 0) return none
    const users: string[] = []
    // All of one key are in one page.
    for (let index = at; index < page.length && page[index]?.key === key; index++) users.push(page[index]?.snapshotId ?? '')
    return ok(users)
  }
  return {
    known,
    async usersOf(key) {
      for (;;) {
        const users = known(key)
        if (users !== undefined) return users
        const next = await store.listReferences(tenant, after, pageSize)
        if (!next.ok) return next
        page = next.value
        at = 0
        after = page.at(-1)?.key ?? after
        if (page.length === 0) isOver = true
      }
    },
  }
}

const none = ok<string[]>([])
