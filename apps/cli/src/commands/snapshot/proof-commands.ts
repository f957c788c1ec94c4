import { Command } from 'commander'
import type { Snapshot, SnapshotApi } from '../../api/snapshot-api.ts'
import { CommandFailure } from '../../failure.ts'
import type { Terminal } from '../../terminal.ts'
import { withFormat } from '../context.ts'
import { openSnapshots, print, withWait } from './options.ts'
import type { Common } from './options.ts'
import { findSnapshotId } from './find-snapshot.ts'
import { waitForSnapshot } from './wait-for-snapshot.ts'
import type { WaitOptions } from './wait-for-snapshot.ts'

interface Proof {
  how: 'files' | 'drill'
  ask(api: SnapshotApi, id: string): Promise<Snapshot>
  isPending(snapshot: Snapshot): boolean
}

const files: Proof = { how: 'files', ask: (api, id) => api.verify(id), isPending: ({ status }) => status.verification_requested_at !== undefined }
const drill: Proof = { how: 'drill', ask: (api, id) => api.drill(id), isPending: ({ status }) => status.drill_requested_at !== undefined || status.drill !== undefined }

/** Commands that prove that a snapshot can be restored: verify and drill. A broken one is a failure. */
export function proofCommands(terminal: Terminal): Command[] {
  const command = (name: string, description: string, proof: Proof, timeoutSeconds: number): Command =>
    withWait(withFormat(new Command(name), ['table', 'json']), 'the outcome is known', timeoutSeconds)
      .description(description)
      .argument('<id>')
      .action(async (given: string, options: Common & WaitOptions) => {
        const api = await openSnapshots(options, terminal)
        const begun = await proof.ask(api, await findSnapshotId(api, given))
        const snapshot = await waitForSnapshot(api, terminal, begun, options, (each) => !proof.isPending(each) || each.status.state !== 'COMPLETED')
        const outcome = proof.isPending(snapshot) ? undefined : snapshot.status.verifications.find(({ how }) => how === proof.how)
        if (options.wait && outcome?.good !== true) throw new CommandFailure(`${snapshot.id} is ${outcome === undefined ? snapshot.status.state : `BROKEN: ${outcome.message}`}`)
        print(terminal, options.format, snapshot, () => (outcome === undefined ? `${snapshot.id}: asked for; headgate snapshot describe ${snapshot.id} shows the outcome` : `${snapshot.id} is good: ${outcome.message}`))
      })
  return [
    command('verify', 'look whether every file of a snapshot is there with at least its size', files, 600),
    command('drill', 'really restore a snapshot, out of sight, until its first checkpoint; then throw that away', drill, 1_200),
  ]
}
