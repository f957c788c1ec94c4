import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'

/** A Java program that answers each line of its input with a line. */
export interface JavaConversation {
  /** The answers in the order of the lines. Asked one call after the other. */
  ask(lines: readonly string[]): Promise<string[]>
  /** Ends the program and removes its directory. */
  stop(): Promise<void>
}

/** So many lines are written before their answers are read: pipes hold little. */
const linesAtOnce = 200

/**
 * Starts a Java program in `directory`, which is its own and goes with it, and waits until it says `ready`. An empty line asks it for what it has
 * buffered. Throws when it ends.
 */
export async function converseWithJava({ javaCommand, words, directory, name }: { javaCommand: string; words: string[]; directory: string; name: string }): Promise<JavaConversation> {
  const child = spawn(javaCommand, words, { cwd: directory, stdio: ['pipe', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => void (errors = (errors + chunk.toString()).slice(-3_000)))
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'exit').catch(() => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => {
    const line = await lines.next()
    if (line.done === true) throw new Error(`${name} ended:\n${errors}`)
    return line.value
  }
  for (let line = ''; line !== 'ready';) line = await nextLine()
  return {
    async ask(asked) {
      const answers: string[] = []
      for (let start = 0; start < asked.length; start += linesAtOnce) {
        const some = asked.slice(start, start + linesAtOnce)
        child.stdin.write(`${some.join('\n')}\n\n`)
        for (const _ of some) answers.push(await nextLine())
      }
      return answers
    },
    async stop() {
      child.stdin.end()
      child.kill('SIGKILL')
      await ended
      await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
