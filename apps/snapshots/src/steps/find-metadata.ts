import { ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { ObjectPort } from '@headgate/ports'

/** A `_metadata` in the store: a directory that Flink can restore from. */
export interface FoundMetadata {
  directoryKey: string
  uri: string
  modifiedMs: number
}

/** Every `_metadata` at most two directories below `directoryKey`. */
export async function findMetadata(objects: ObjectPort, directoryKey: string): Promise<Result<FoundMetadata[]>> {
  const found: FoundMetadata[] = []
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const page = await objects.listPage(directoryKey, after)
    if (!page.ok) return page
    for (const { key, modifiedMs } of page.value.entries) {
      if (!key.endsWith('/_metadata') || key.slice(directoryKey.length + 1).split('/').length > 3) continue
      const own = key.slice(0, -'/_metadata'.length)
      found.push({ directoryKey: own, uri: objects.uri(own), modifiedMs })
    }
    after = page.value.nextStartAfter
  }
  return ok(found)
}
