import { readFile, rm } from 'node:fs/promises'
import { removeCgroups } from '../machine/cgroups.ts'
import { networkNames } from '../machine/node-addresses.ts'
import { removeLink } from '../machine/node-link.ts'
import { bootId } from '../machine/process-identity.ts'
import { endRecorded } from '../machine/recorded-process.ts'
import { isOnRecord, removeLabRecord, type LabRecord } from './lab-record.ts'

/** Takes away all of a lab: processes, cgroups, link, directory, and last its record, so that a broken attempt can be made again. Not on record any more: nothing to do. */
export async function endLab(cacheDirectory: string, record: LabRecord): Promise<void> {
  // Somebody else may have its network by now.
  if (!isOnRecord(cacheDirectory, record.id)) return
  const isOfThisBoot = (record.bootId ?? bootId()) === bootId()
  if (isOfThisBoot) await endRecorded(record.directory)
  if (isOfThisBoot && record.network !== undefined) {
    // The link last: without it the network, and with it the name of the cgroups, is free for others.
    await removeCgroups(networkNames(record.network).cgroup)
    await removeLink(record.network)
  }
  const mounts = await mountsBelow(record.directory)
  // What is mounted there is not ours to delete.
  if (mounts.length > 0) throw new Error(`${mounts.join(', ')} is still mounted: unmount it, then this lab can be ended.`)
  await rm(record.directory, { recursive: true, force: true, maxRetries: 5 })
  removeLabRecord(cacheDirectory, record.id)
}

/** Places below a directory where something is mounted, as this process sees it. */
export async function mountsBelow(directory: string): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '')
  return table
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((place) => place.startsWith(`${directory}/`))
}
