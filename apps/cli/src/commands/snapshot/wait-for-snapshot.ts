import type { Snapshot, SnapshotApi } from '../../api/snapshot-api.ts'
import { CommandFailure } from '../../failure.ts'
import { renderCount } from '../../output/render-bytes.ts'
import type { Terminal } from '../../terminal.ts'

export interface WaitOptions {
  /** False: not at all. */
  wait: boolean
  /** Seconds. */
  timeout: number
}

const pollEveryMs = 400

/** Follows a snapshot until `isDone`, showing what it is at. Over the time it is a failure that says how to go on looking. */
export async function waitForSnapshot(api: SnapshotApi, terminal: Terminal, begun: Snapshot, options: WaitOptions, isDone: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  const startedAtMs = terminal.nowMs()
  let snapshot = begun
  while (options.wait && !isDone(snapshot)) {
    const waitedS = Math.round((terminal.nowMs() - startedAtMs) / 1_000)
    if (waitedS > options.timeout) {
      terminal.note('', true)
      throw new CommandFailure(`Not done within ${options.timeout} s: ${snapshot.id} is ${progressText(snapshot)}. It goes on by itself: headgate snapshot describe ${snapshot.id}`)
    }
    terminal.note(`${snapshot.id.slice(0, 8)} is ${progressText(snapshot)} (${waitedS} s)`, true)
    await terminal.sleep(pollEveryMs)
    snapshot = await api.read(snapshot.id)
  }
  terminal.note('', true)
  return snapshot
}

/** Its state, and how far it is. */
export function progressText({ status }: Snapshot): string {
  const { state, progress, attempt, retry_at, drill } = status
  const parts = [
    ...(progress === undefined ? [] : [`${renderCount(progress)} written`]),
    ...(attempt === undefined || attempt === 1 ? [] : [`attempt ${attempt}`]),
    ...(retry_at === undefined ? [] : [`tried again at ${retry_at}`]),
    ...(drill === undefined ? [] : ['being restored for a drill']),
    ...(state === 'PENDING' && status.detail !== '' ? [status.detail] : []),
  ]
  return parts.length === 0 ? state : `${state}: ${parts.join(', ')}`
}

const isOver = ({ status }: Snapshot): boolean => status.state !== 'PENDING' && status.state !== 'IN_PROGRESS'

/** Waits until a snapshot is COMPLETED; FAILED and CANCELLED are failures. */
export async function waitUntilComplete(api: SnapshotApi, terminal: Terminal, begun: Snapshot, options: WaitOptions): Promise<Snapshot> {
  const snapshot = await waitForSnapshot(api, terminal, begun, options, isOver)
  const { state, detail } = snapshot.status
  if (state === 'FAILED' || state === 'CANCELLED') throw new CommandFailure(`The snapshot ${snapshot.id} is ${state}: ${detail}`)
  return snapshot
}

/** One line about a snapshot that was made. */
export function madeText(snapshot: Snapshot): string {
  const { state, size, detail } = snapshot.status
  const about = size === undefined ? detail : renderCount({ files: size.own_files, bytes: size.own_bytes })
  return `${snapshot.id} is ${state}${about === '' ? '' : ` (${about.replace(/\.$/, '')})`}`
}
