import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Bare fastify and pg in a process of its own. */
export interface BareApi {
  pid: number
  statementsUrl: string
  end(): Promise<void>
}

/** Starts it on the database of this URL and returns when it listens. */
export async function startBareApi(databaseUrl: string): Promise<BareApi> {
  const child = fork(fileURLToPath(new URL('./bare-server.ts', import.meta.url)), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { PATH: process.env['PATH'], BARE_DATABASE_URL: databaseUrl },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { address: string }).address))
    child.once('exit', (code) => reject(new Error(`The bare server ended with code ${code}.`)))
  })
  return {
    pid: child.pid ?? 0,
    statementsUrl: `${address}/statements`,
    async end() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
