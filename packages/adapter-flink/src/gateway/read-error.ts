import { failed } from '@headgate/domain'
import type { Failure } from '@headgate/domain'

const detailLengthMax = 64 * 1024

interface Cause {
  className: string
  message: string
}

/**
 * Turns the gateway's 500 (a Java stack trace as text) into a failure: a readable message without class names or traces, a reason,
 * and the whole trace, without table options, for `/exceptions`.
 */
export function readGatewayError(errors: readonly string[]): Failure {
  const text = errors.join('\n')
  const detail = withoutOptions(text).slice(0, detailLengthMax)
  const causes = readCauses(text)
  const all = causes.map((cause) => `${cause.className}: ${cause.message}`).join('\n')
  if (/Duplicate(Application|Job)SubmissionException/.test(all)) return failed('conflict', 'The job was submitted before.', detail)
  if (/Session '.*' does not exist/.test(text) || /Can not find the submitted operation/.test(text)) {
    return failed('not-found', 'The SQL gateway session is gone.', detail)
  }
  if (/Connection refused|ConnectTimeoutException|RetryException|Could not connect to|Connection reset/.test(all)) {
    return failed('unavailable', 'The SQL gateway could not reach the JobManager.', detail)
  }
  return failed('rejected', readableMessage(causes, text), detail)
}

/** The causes of a Java stack trace, outermost first; messages may span lines. */
function readCauses(text: string): Cause[] {
  const causes: Cause[] = []
  let current: Cause | undefined
  for (const line of text.split('\n')) {
    const head = /^(?:Caused by: )?((?:[\w$]+\.)+[\w$]*(?:Exception|Error|Throwable|Failure)[\w$]*)(?:: (.*))?$/.exec(line)
    if (head !== null) {
      current = { className: head[1] ?? '', message: head[2] ?? '' }
      causes.push(current)
    } else if (/^\s+at |^\s*\.\.\. \d+ more|^End of exception/.test(line)) {
      current = undefined
    } else if (current !== undefined) {
      current.message += `\n${line}`
    }
  }
  return causes
}

function readableMessage(causes: Cause[], text: string): string {
  const positioned = causes.find((cause) => /line \d+, column \d+/.test(cause.message))
  const known = causes.filter((cause) => /(Validation|Table|SqlParser|CatalogException|Database|Function|CodeGen)\w*Exception$/.test(cause.className))
  const options = causes.find((cause) => cause.message.includes('Table options are:'))
  if (options !== undefined) {
    const first = options.message.split('\n')[0] ?? ''
    const last = causes.at(-1)?.message ?? ''
    return tidy(`${first.replace(/\.$/, '')}: ${withoutOptions(last)}`)
  }
  const chosen = positioned ?? known.at(-1) ?? causes.at(-1)
  return tidy(chosen === undefined ? (text.split('\n')[0] ?? 'The SQL gateway refused the statement.') : chosen.message) + hintFor(chosen?.message ?? '')
}

/** Without Flink's own preambles and on one line where it is short. */
function tidy(message: string): string {
  return withoutOptions(message)
    .replace(/^SQL (parse|validation) failed\. ?/i, '')
    .replace(/From line (\d+), column (\d+) to line \d+, column \d+: /, 'Line $1, column $2: ')
    .replace(/\s*\bat line (\d+), column (\d+)\.?/, ' (line $1, column $2).')
    .replace(/\n\s*Was expecting(?: one of)?:[\s\S]*$/i, '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
    .slice(0, 2_000)
}

function hintFor(message: string): string {
  if (/Object '.*' not found/.test(message)) return ' Check the name and the current database; SHOW TABLES lists what there is.'
  if (/No match found for function signature|Invalid function call/.test(message)) return ' Check the name of the function and the types of its arguments.'
  if (/Column '.*' not found/.test(message)) return ' DESCRIBE shows the columns of a table.'
  if (/ON CONFLICT/.test(message)) return ' Add ON CONFLICT DO DEDUPLICATE (or NOTHING, ERROR) to the INSERT, or make the primary key of the sink the key of the query.'
  return ''
}

/** Flink prints all options of a table, credentials included: they never leave here. */
export const withoutOptions = (text: string): string =>
  text.replace(/Table options are:\n\n?(?:'[^\n]*'='[^\n]*'?\n?|[^\n]*'\n?)*/g, 'Table options are not shown.\n')
