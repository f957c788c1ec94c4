import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of a benchmark that answers each message with one. */
export interface Child<Hello> {
  /** What it said first. */
  hello: Hello
  ask<T>(message: object): Promise<T>
  end(): void
}

/** Starts a file beside this one. */
export const startChild = <Hello>(name: string, args: string[]): Promise<Child<Hello>> => startProcess(new URL(`./${name}.ts`, import.meta.url), args)

/** Starts a file. Throws when it ends before it says something. */
export async function startProcess<Hello>(file: URL, args: string[]): Promise<Child<Hello>> {
  const child = fork(fileURLToPath(file), args)
  const next = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const fail = (code: number | null): void => reject(new Error(`${fileURLToPath(file)} ended (${code}).`))
      child.once('exit', fail)
      child.once('message', (message) => {
        child.off('exit', fail)
        resolve(message as T)
      })
    })
  const hello = await next<Hello>()
  return {
    hello,
    ask<T>(message: object) {
      const answer = next<T>()
      child.send(message)
      return answer
    },
    end: () => void child.kill(),
  }
}
