/** One exception of a Java stack trace. */
export interface Cause {
  /** Without its package. */
  name: string
  /** May have several lines. */
  message: string
}

const head = /^(?:Caused by: )?((?:[a-zA-Z_]\w*\.)+([A-Z][\w$]*))(?:: (.*))?$/
const frame = /^\s+(?:at |\.\.\. \d+ )|^End of exception on server side|^<?Exception on server side/

/** The exceptions of a stack trace, outermost first, without frames. Traces inside of messages (of another server) count as causes too. */
export function readCauses(trace: string): Cause[] {
  const causes: Cause[] = []
  let open: Cause | undefined
  for (const line of trace.split('\n')) {
    const match = head.exec(line.replace(/^<?Exception on server side:\s*/, ''))
    if (match !== null) {
      open = { name: match[2] ?? '', message: match[3] ?? '' }
      causes.push(open)
    } else if (frame.test(line)) {
      open = undefined
    } else if (open !== undefined) {
      open.message += `\n${line}`
    }
  }
  return causes.map(({ name, message }) => ({ name, message: message.trim() }))
}
