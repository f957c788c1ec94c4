import { failed } from '@headgate/domain'
import type { Failure } from '@headgate/domain'
import type { CommandOutcome } from './run-command.ts'

const lineMax = 300
const detailMax = 8_000

/** Why a step of a build failed, in one line with the next step. Names no host: which mirror is asked is the machine's configuration. */
export function explainFailure(step: string, { code, output }: CommandOutcome): Failure {
  return failed('unavailable', `${step} failed: ${reason(code, output)}`, output.slice(-detailMax))
}

function reason(code: number | undefined, output: string): string {
  if (code === undefined) return `the command could not be started (${output}).`
  if (/no space left on device|ENOSPC|quota exceeded/i.test(output)) return 'the disk is full. Free about 4 GB, or set XDG_CACHE_HOME to another disk, and try again.'
  if (/Temporary failure resolving|Could not resolve|Failed to fetch|Unable to connect|no such host|connection refused|network is unreachable|i\/o timeout|ENOTFOUND|EAI_AGAIN|ECONNREFUSED/i.test(output))
    return 'a package archive or registry cannot be reached. Check the network (or the proxy in the environment) and try again.'
  if (/Could not get lock|Unable to acquire the dpkg/i.test(output)) return 'another program holds the package manager. Wait until it is done and try again.'
  if (/operation not permitted|permission denied/i.test(output)) return `this machine does not let it: ${lastLine(output)}. Run it as root on a machine (or in a privileged container) that may mount.`
  return lastLine(output)
}

function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const line = lines.findLast((one) => /error|fail|cannot|could not/i.test(one)) ?? lines.at(-1) ?? 'it gave no reason'
  return line.replace(/\(?\bhttps?:\/\/\S+/g, '…').slice(0, lineMax)
}
