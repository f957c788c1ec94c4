import { ok } from '@headgate/domain'
import type { Result, SnapshotReference, SnapshotVerification } from '@headgate/domain'
import type { Turn } from '../deps.ts'
import type { ReadContent } from './read-content.ts'

/** Whether every file that `_metadata` names is there with at least the size it claims. Directories are listed: a request for each file would be many. */
export async function checkFiles(turn: Turn, { own, shared, directoryKey }: Pick<ReadContent, 'own' | 'shared' | 'directoryKey'>): Promise<Result<SnapshotVerification>> {
  const wanted = new Map([...own, ...shared].map((reference) => [reference.key, reference]))
  const total = wanted.size
  const bytes = [...wanted.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const short: string[] = []
  const folders = new Set([directoryKey, ...shared.map(({ key }) => key.slice(0, key.lastIndexOf('/')))])
  for (const folder of folders) {
    const listed = await tickOff(turn, folder, wanted, short)
    if (listed !== undefined) return listed
  }
  // A listing may be behind: what it did not show is asked for by name.
  for (const { key, sizeBytes } of [...wanted.values()].slice(0, namedMax)) {
    const found = await turn.deps.objects.stat(key)
    if (!found.ok && found.reason !== 'not-found') return found
    if (found.ok && found.value.sizeBytes >= sizeBytes) wanted.delete(key)
  }
  const missing = [...wanted.keys()]
  const atMs = turn.deps.clock.nowMs()
  if (missing.length === 0 && short.length === 0) return ok({ atMs, how: 'files', isGood: true, message: `_metadata and the ${total} files it names are there (${bytes} bytes).` })
  const what = missing.length > 0 ? `${missing.length} of its ${total} files are missing, for example ${nameOf(missing[0])}.` : `${short.length} of its ${total} files are shorter than they claim, for example ${nameOf(short[0])}.`
  return ok({ atMs, how: 'files', isGood: false, message: what })
}

const namedMax = 100

async function tickOff(turn: Turn, folder: string, wanted: Map<string, Omit<SnapshotReference, 'snapshotId'>>, short: string[]) {
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const lost = await turn.keepLease()
    if (lost !== undefined) return lost
    const page = await turn.deps.objects.listPage(folder, after)
    if (!page.ok) return page
    for (const { key, sizeBytes } of page.value.entries) {
      const reference = wanted.get(key)
      if (reference === undefined) continue
      wanted.delete(key)
      if (sizeBytes < reference.sizeBytes) short.push(key)
    }
    after = page.value.nextStartAfter
  }
  return undefined
}

const nameOf = (key: string | undefined): string => key?.slice(key.lastIndexOf('/statements/') + 1) ?? ''
