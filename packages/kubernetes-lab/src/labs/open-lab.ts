import { randomBytes } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { claimNetwork } from '../machine/node-link.ts'
import { bootId, identifyProcess } from '../machine/process-identity.ts'
import { killRecorded } from '../machine/recorded-process.ts'
import { endLab } from './end-lab.ts'
import { labsDirectory, writeLabRecord, type LabRecord } from './lab-record.ts'
import { sweepLabs, withLabsLock } from './sweep-labs.ts'

export interface OpenLabOptions {
  mode: LabRecord['mode']
  /** Default: a new one beside the records. It must be empty, and goes with the lab. */
  directory: string | undefined
  /** Of a node: the network where this machine has this address, as another lab had it before. Default: any. */
  hostAddress?: string | undefined
  /** True: it does not end with this process. */
  keep: boolean
  say: (line: string) => void
}

/** Directories of labs that end with this process. */
const own = new Set<string>()

/** Sweeps what dead owners left, then makes room for a new lab: its record, its directory and, for a node, its network. */
export async function openLab(cacheDirectory: string, { mode, directory: asked, hostAddress, keep, say }: OpenLabOptions): Promise<LabRecord> {
  return await withLabsLock(cacheDirectory, async () => {
    await sweepLabs(cacheDirectory, say)
    const id = `lab-${randomBytes(4).toString('hex')}`
    const directory = resolve(asked ?? join(labsDirectory(cacheDirectory), id))
    await mkdir(directory, { recursive: true, mode: 0o700 })
    if ((await readdir(directory)).length > 0) throw new Error(`${directory} is not empty: a lab wants a directory of its own, which goes when the lab ends.`)
    const record: LabRecord = { id, bootId: bootId(), directory, mode, owner: keep ? undefined : identifyProcess(process.pid) }
    writeLabRecord(cacheDirectory, record)
    if (!keep) endWithThisProcess(directory)
    if (mode === 'control-plane') return record
    try {
      const withNetwork = { ...record, network: await claimNetwork(hostAddress) }
      writeLabRecord(cacheDirectory, withNetwork)
      return withNetwork
    } catch (error) {
      await endLab(cacheDirectory, record)
      throw error
    }
  })
}

/** At an ordinary end that nobody tidied up before, no process stays behind; the rest is swept by the next start. */
function endWithThisProcess(directory: string): void {
  if (own.size === 0) process.once('exit', () => void [...own].forEach(killRecorded))
  own.add(directory)
}
