import type { Failure } from '@headgate/domain'

/**
 * The exit codes of `headgate dev` and of the other commands.
 * With `-- COMMAND` the code of COMMAND is passed on once it was started.
 */
export const exitCodes = {
  failure: 1,
  usage: 2,
  /** Java or Maven is missing or of a version that does not fit. */
  prerequisite: 3,
  /** The port is taken, or another instance uses the directory. */
  inUse: 4,
  network: 5,
  diskFull: 6,
  /** The data directory belongs to another version. */
  dataVersion: 7,
  /** Ended by Ctrl-C or SIGTERM before everything was up, or by the third Ctrl-C. */
  interrupted: 130,
} as const
export type ProblemKind = keyof typeof exitCodes

/** Why `dev` cannot go on: one clear line and the next step in `message`, and what the shell gets. */
export interface Problem extends Failure {
  exitCode: number
}

/** `line` says what is wrong and where, `nextStep` what to do about it; `detail` may hold log lines for a reader who digs. */
export const problem = (kind: ProblemKind, line: string, nextStep: string, detail?: string): Problem => ({
  ok: false,
  reason: kind === 'inUse' ? 'conflict' : kind === 'network' ? 'unavailable' : 'rejected',
  message: `${line} ${nextStep}`.trim(),
  detail,
  exitCode: exitCodes[kind],
})

/** The exit code of any failure: that of a problem, else 1. */
export const exitCodeOf = (failure: Failure): number =>
  'exitCode' in failure && typeof failure.exitCode === 'number' ? failure.exitCode : exitCodes.failure

const noSpace = /ENOSPC|No space left on device/i
const noNetwork = /ENOTFOUND|EAI_AGAIN|ENETUNREACH|Temporary failure in name resolution|Name or service not known|UnknownHostException|Network is unreachable|Connect(?:ion)? timed out|Connection refused .*(?:maven|central)|Could not transfer artifact|No route to host/i

/** Recognises a full disk or a missing network in what a failing step said; undefined when it is something else. */
export function recognise(text: string, where: string): Problem | undefined {
  if (noSpace.test(text)) {
    return problem('diskFull', `The disk that holds ${where} is full.`, 'Free some space there or pick another disk with --data-dir DIR, then start again: nothing that was committed is lost.', text)
  }
  if (noNetwork.test(text)) {
    return problem('network', 'The network could not be reached while fetching Flink from Maven Central.', 'Check the connection (behind a proxy or a mirror: ~/.m2/settings.xml), then start again: what was fetched is kept.', text)
  }
  return undefined
}
