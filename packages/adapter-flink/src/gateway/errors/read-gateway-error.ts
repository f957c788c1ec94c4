import { failed } from '@headgate/domain'
import type { Failure } from '@headgate/domain'
import type { HttpAnswer } from '../../http/request.ts'
import { readCauses } from './causes.ts'
import type { Cause } from './causes.ts'
import { explainCause } from './explain-cause.ts'
import { takePosition } from './position.ts'
import { redact } from './redact.ts'

const messageMax = 1_500
const detailBytesMax = 64 * 1024

/** Exceptions that only say that something inside of them failed. */
const wrappers = /^(SqlGatewayException|RestHandlerException|CompletionException|ExecutionException|ProgramInvocationException|JobExecutionException|RestClientException|InvocationTargetException|JobSubmissionException)$/
const wrapperMessages = /^(Failed to (execute|fetch|configure|close|submit|open)|Error while retrieving result|Recovery is suppressed|Error while applying rule|SQL validation failed\.$|Unable to create a (source|sink)|Could not execute |Cannot discover a connector|Unable to create catalog)/

/**
 * Turns an answer of the SQL gateway that is no success into a failure that a user can read. The gateway has no error codes, only
 * the stack trace of whatever failed, so the reason and the message are read out of it (shapes of Flink 2.3).
 */
export function readGatewayError(answer: HttpAnswer): Failure {
  const trace = readTrace(answer.text)
  const detail = redact(trace).slice(0, detailBytesMax)
  const causes = readCauses(trace)
  const all = causes.map((cause) => `${cause.name}: ${cause.message}`).join('\n')

  if (/Duplicate(Application|Job)SubmissionException/.test(all)) return failed('conflict', 'A job with this id was submitted before.', detail)
  if (/Session '.*' does not exist/.test(all) || answer.status === 404) return failed('not-found', 'The session of the SQL gateway is gone.', detail)
  if (/Can not find the submitted operation/.test(all)) return failed('not-found', 'The operation of the SQL gateway is gone.', detail)
  if (/Expecting token to be/.test(all)) return failed('not-found', 'This page of the result was read before and is not kept.', detail)
  if (/Could not map response to JSON/.test(trace)) {
    return failed('rejected', 'The result has a column of a type that cannot be shown, such as a structured type. Cast it to ROW or STRING.', detail)
  }
  const loss = readLoss(causes)
  if (loss !== undefined) return failed(loss.reason, loss.message, detail)
  if (causes.length === 0) return failed(answer.status >= 500 ? 'unavailable' : 'rejected', `The SQL gateway answered with status ${answer.status}: ${cut(trace.split('\n')[0] ?? '')}`, detail)
  return failed('rejected', cut(readable(causes)), detail)
}

/** The cluster was not there, rather than the statement wrong. */
function readLoss(causes: Cause[]): { reason: 'unavailable' | 'unknown-outcome' | 'rejected'; message: string } | undefined {
  const root = causes.at(-1)
  if (root === undefined) return undefined
  const submitting = causes.some(({ name, message }) => name === 'JobSubmissionException' || /Failed to submit/.test(message))
  const ran = causes.some(({ name }) => name === 'JobExecutionException')
  if (ran && /TaskManager with id .* is no longer reachable|Lost connection to task manager|Connection unexpectedly closed by remote task manager|NoResourceAvailable/.test(`${root.name} ${root.message}`)) {
    return { reason: 'rejected', message: 'The cluster lost a process or had no slots while the statement ran. Run it again.' }
  }
  if (ran) return undefined
  if (/^(ConnectException|AnnotatedConnectException|ConnectTimeoutException)$/.test(root.name) && !/kafka|jdbc|postgres/i.test(root.message)) {
    return { reason: 'unavailable', message: 'The SQL gateway could not reach the JobManager of its pool.' }
  }
  // Inside of Flink too: a JobManager that is too busy to answer its own parts may take the job all the same.
  if (root.name === 'AskTimeoutException' || /^(Ask timed out on|Invocation of \[.*\] at recipient .* timed out)/.test(root.message)) {
    return { reason: 'unknown-outcome', message: 'The JobManager was too busy to say whether it took the job.' }
  }
  if (submitting && /^(TimeoutException|ConnectionClosedException|ClosedChannelException|IOException)$/.test(root.name)) {
    return { reason: 'unknown-outcome', message: 'The JobManager did not say whether it took the job.' }
  }
  return undefined
}

function readable(causes: Cause[]): string {
  // The innermost message whose shape is known tells most; it may be wrapped by one that knows the place.
  for (const cause of causes.toReversed()) {
    const explained = explainOne(cause, causes)
    if (explained !== undefined) return explained
  }
  const useful = causes.filter(({ name, message }) => message !== '' && !wrappers.test(name) && !wrapperMessages.test(message))
  const ran = causes.some(({ name }) => name === 'JobExecutionException')
  const told = (ran ? useful.at(-1) : (useful.find(({ name }) => /^(Validation|SqlParser|Table|Catalog|CalciteContext)/.test(name)) ?? useful.at(-1))) ?? causes.at(-1)
  const { position, rest } = takePosition(strip(told?.message ?? ''))
  const text = oneLine(rest) || `${told?.name ?? 'An unknown error'} without a message`
  const table = tableInVain(causes)
  return `${ran ? 'The job failed: ' : ''}${table}${sentence(text, position)}`
}

function explainOne(cause: Cause, causes: Cause[]): string | undefined {
  const { position, rest } = takePosition(strip(cause.message))
  const explained = explainCause(rest)
  if (explained === undefined) return undefined
  const place = position ?? causes.map(({ message }) => takePosition(strip(message)).position).find((found) => found !== undefined)
  return `${tableInVain(causes)}${sentence(types(oneLine(explained.what)), place)}${explained.todo === undefined ? '' : ` ${types(explained.todo)}`}`
}

/** Names the table that could not be read or written, where the innermost message does not. */
function tableInVain(causes: Cause[]): string {
  const match = causes.map(({ message }) => /^Unable to create a (source|sink) for (?:reading|writing) table '(.+?)'/.exec(message)).find((found) => found !== null)
  if (match === undefined || match === null) return ''
  return `Table '${match[2]?.replace(/^default_catalog\.default_database\./, '')}' cannot be ${match[1] === 'source' ? 'read' : 'written'}. `
}

const strip = (message: string): string => message.replace(/^(?:SQL (?:parse|validation) failed\. )+/, '').replace(/\nWas expecting (?:one of)?:[\s\S]*$/, '')

/** How Flink prints a STRING. */
const types = (text: string): string => text.replaceAll('VARCHAR(2147483647)', 'STRING').replaceAll('VARBINARY(2147483647)', 'BYTES')

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function sentence(text: string, position: { line: number; column: number } | undefined): string {
  const bare = types(text).replace(/ at line \d+, column \d+/, '').replace(/[.\s]+$/, '')
  return `${bare}${position === undefined ? '' : ` (line ${position.line}, column ${position.column})`}.`
}

const cut = (text: string): string => (text.length > messageMax ? `${text.slice(0, messageMax)}…` : text)

/** The texts of `errors`, or the body itself. */
function readTrace(text: string): string {
  try {
    const body = JSON.parse(text) as { errors?: unknown }
    if (Array.isArray(body.errors)) return body.errors.map(String).join('\n')
  } catch {
    // Not JSON: a proxy's page, or half an answer.
  }
  return text
}
