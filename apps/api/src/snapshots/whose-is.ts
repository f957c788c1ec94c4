import { checkpointsKey } from '@headgate/domain'
import type { Snapshot, StorageStatement, Tenant } from '@headgate/domain'
import { plainUri } from '@headgate/planner'
import { isWithin } from './adopted-key.ts'

/** To whom a directory belongs already that somebody wants to adopt, in words with what to do instead; undefined: to nobody that is known. */
export function whoseIs(key: string, tenant: Tenant, storageRoot: string, snapshots: readonly Snapshot[], statements: readonly StorageStatement[]): string | undefined {
  const root = plainUri(storageRoot)
  const known = snapshots.find((snapshot) => directoriesOf(snapshot, root).some((directory) => isWithin(key, directory) || isWithin(directory, key)))
  if (known !== undefined) return `It belongs to the snapshot '${known.id}' already.`
  const live = statements.find(({ uid, intent, observed }) => {
    const { generation } = intent
    return generation !== undefined && observed.goneGeneration < generation.generation && isWithin(key, `${checkpointsKey({ ...tenant, uid })}/${generation.jobId}`)
  })
  if (live === undefined) return undefined
  return `It is a checkpoint of the statement '${live.name}', whose running job owns it and will delete it. Take a snapshot of the statement instead.`
}

/** Where its files lie, as far as it is known. */
function directoriesOf({ intent, observed }: Snapshot, root: string): string[] {
  const uri = observed.uri === undefined ? undefined : plainUri(observed.uri)
  return [intent.directoryKey, intent.attempt?.directoryKey, uri?.startsWith(`${root}/`) ? uri.slice(root.length + 1) : undefined].filter((key) => key !== undefined)
}
