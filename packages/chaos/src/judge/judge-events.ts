import type { Moment } from '../cells/cell.ts'
import type { EventShown, TruthSample } from '../watch/sample.ts'

/** A job that was away for longer than this is a loss that must be told. */
const lossMs = 3_000

const tellsOfLoss = ({ type, reason }: EventShown): boolean => reason === 'Restarting' || reason === 'JobManagerLost' || (reason === 'Starting' && type === 'Warning')

export interface EventsToJudge {
  moment: Moment
  struckAtMs: number
  /** What was so until then counts. */
  judgedUntilMs: number
  /** Of the INSERT, oldest first. */
  events: readonly EventShown[]
  truth: readonly TruthSample[]
}

/** Whether the events tell the loss and the recovery, in this order, and no loss that was none. Pure; returns what is wrong. */
export function judgeEvents({ moment, struckAtMs, judgedUntilMs, events, truth }: EventsToJudge): string[] {
  const reasons = events.map(({ reason }) => reason)
  const after = events.filter(({ at }) => Date.parse(at) >= struckAtMs)
  if (moment === 'during-stop') return judgeOrder(reasons, ['Starting', 'Running', 'Stopping', 'Stopped', 'Resumed', 'Starting', 'Running'])
  if (moment === 'during-submit') return judgeOrder(reasons, ['Starting', 'Running'])
  if (moment === 'during-resume') return judgeOrder(reasons, ['Starting', 'Running', 'Stopping', 'Stopped', 'Resumed', 'Starting', 'Running'])
  const awayMs = longestAway(truth.filter(({ atMs }) => atMs >= struckAtMs && atMs <= judgedUntilMs))
  const loss = after.findIndex(tellsOfLoss)
  if (awayMs === undefined) return loss < 0 ? [] : [`The events tell of a loss that was none: ${after[loss]?.reason}: ${after[loss]?.message}`]
  if (awayMs < lossMs) return []
  if (loss < 0) return [`The job was away for ${(awayMs / 1000).toFixed(1)} s and no event tells of it.`]
  return after.slice(loss).some(({ reason }) => reason === 'Running') ? [] : ['No event tells that the statement runs again.']
}

/** Whether `wanted` is a subsequence of what happened. */
function judgeOrder(reasons: readonly string[], wanted: readonly string[]): string[] {
  let position = 0
  for (const reason of reasons) if (reason === wanted[position]) position += 1
  return position === wanted.length ? [] : [`The events lack ${wanted[position]} after ${wanted.slice(0, position).join(', ') || 'the beginning'}: ${reasons.join(', ')}`]
}

/** The longest time at a stretch in which the job was surely down; undefined when it never was. */
function longestAway(truth: readonly TruthSample[]): number | undefined {
  let longest: number | undefined
  let sinceMs: number | undefined
  for (const { atMs, state } of truth) {
    if (state === 'running') {
      sinceMs = undefined
      continue
    }
    if (state === 'down') {
      sinceMs ??= atMs
      longest = Math.max(longest ?? 0, atMs - sinceMs)
    }
  }
  return longest
}
