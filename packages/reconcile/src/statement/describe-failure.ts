import type { StatementException, StatementObserved } from '@headgate/domain'
import type { JobException } from '@headgate/ports'
import type { ReconcileDeps } from '../deps.ts'

export interface FailureDescription {
  ending: Pick<NonNullable<StatementObserved['ended']>, 'message' | 'platformFault'>
  exceptions: StatementException[]
}

/**
 * Failures of the platform, not of the statement: no slots came in time, a TaskManager or the connection to it was lost, checkpoints
 * could not be written for long (a full disk). They are answered with a new generation, everything else ends the statement.
 */
const platformFaults = [
  /NoResourceAvailableException/,
  /TaskManagerLostException/,
  /RemoteTransportException|LocalTransportException|Connection unexpectedly closed by remote task manager/,
  /HeartbeatTimeout|TimeoutException: Heartbeat|heartbeat of TaskManager with id \S+ timed out/i,
  /TaskManager with id \S+ is no longer reachable/,
  /TaskExecutor is shutting down|TaskManager is shutting down/,
  /JobManagerException: Resource/,
  /Resource requirements could not be fulfilled/,
  /No space left on device|Disk quota exceeded/,
  /Exceeded checkpoint tolerable failure threshold/,
]

/** Whether a stack trace names a failure of the platform. */
export const isPlatformFault = (trace: string): boolean => platformFaults.some((fault) => fault.test(trace))

/** Reads why a job FAILED: the root cause in one line for the user, the traces for `/exceptions`. */
export async function describeFailure(endpoint: string, jobId: string, deps: ReconcileDeps): Promise<FailureDescription> {
  const listed = await deps.flink.listExceptions(endpoint, jobId)
  const newest = listed.ok ? listed.value[0] : undefined
  if (!listed.ok || newest === undefined) {
    return {
      ending: { message: 'The Flink job failed; Flink recorded no cause. See the logs of the statement.', platformFault: false },
      exceptions: [],
    }
  }
  return {
    ending: { message: `The Flink job failed: ${describeException(newest)}`, platformFault: isPlatformFault(newest.message) },
    exceptions: listed.value.slice(0, 10).map((exception) => ({ name: exception.name, message: exception.message, atMs: exception.atMs })),
  }
}

/** What went wrong and where, in one line for the user. */
export function describeException({ message, taskName }: Pick<JobException, 'message' | 'taskName'>): string {
  const [record, format] = /Failed to deserialize (\w+) '[\s\S]*?'\.?$/m.exec(message) ?? []
  const topic = /Topic (\S+) not present in metadata after/.exec(message)?.[1]
  const cause = topic === undefined ? rootCause(message) : `The Kafka topic '${topic}' does not exist, or this principal may not see it`
  const text = record === undefined ? cause : `${cut(record.replace(/\s+/g, ' ').replace(/\.$/, ''), 400)}: ${cause}`
  // `Source: orders[3] -> Calc[4] (1/1) - execution #0`: the first operator says most.
  const task = taskName === undefined ? '' : (taskName.split(' -> ')[0] ?? '').replace(/ \(\d+\/\d+\).*$/, '')
  const skip = format === 'JSON' || format === 'CSV' ? `. The table skips such records with '${format.toLowerCase()}.ignore-parse-errors' = 'true'` : ''
  return `${text}${task === '' ? '' : ` (in the task '${cut(task, 100)}')`}${skip}`
}

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max)}…` : text)

/** The innermost `Caused by:` of a Java stack trace, without its class path, on one line of at most 1,000 characters. */
export function rootCause(trace: string): string {
  const lines = trace.split('\n')
  const causes = lines.filter((line) => line.startsWith('Caused by: '))
  const last = (causes.at(-1) ?? lines[0] ?? '').replace(/^Caused by: /, '')
  const readable = last.replace(/^([\w$]+\.)+([\w$]+(?:Exception|Error|Failure)?): /, '$2: ').trim()
  return readable.slice(0, 1_000) || 'unknown cause'
}
