import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { readFlinkProcesses } from '../instance/flink-endpoints.ts'
import { pause } from '../stats/interleave.ts'

/** How the JVMs of an instance were started, to start equal ones by hand. */
export interface Blueprint {
  dataDirectory: string
  generationDirectory: string
  /** Its configuration files as they were: it may be gone when the bare JVMs start. */
  configuration: { name: string; text: string }[]
  processes: { role: 'jobmanager' | 'gateway' | 'taskmanager'; executable: string; args: string[]; env: Record<string, string> }[]
}

/** Bare JVMs: no control plane, and nothing that would start them again. */
export interface RawCluster {
  endpoints: { gateway: string; jobManager: string }
  /** Resolves when the TaskManager is registered and the gateway answers. */
  untilReady(): Promise<void>
  end(): Promise<void>
}

const readyPollMs = 50

/** Reads the command lines of a living instance with one TaskManager, so that the bare side has the very same JVM options and archives. */
export async function readBlueprint(dataDirectory: string): Promise<Blueprint> {
  const seen = new Set<string>()
  const processes: Blueprint['processes'] = []
  for (const { role, pid } of await readFlinkProcesses(dataDirectory)) {
    if (seen.has(role)) continue
    seen.add(role)
    const [executable = '', ...args] = await readNulSeparated(`/proc/${pid}/cmdline`)
    const env = Object.fromEntries((await readNulSeparated(`/proc/${pid}/environ`)).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
    processes.push({ role, executable, args, env })
  }
  const generationDirectory = dirname(processes[0]?.env['FLINK_CONF_DIR'] ?? '')
  if (processes.length !== 3 || generationDirectory === '.') throw new Error('The instance must run a JobManager, a gateway and a TaskManager.')
  const configuration: Blueprint['configuration'] = []
  for await (const name of glob('*', { cwd: join(generationDirectory, 'conf') })) configuration.push({ name, text: await readFile(join(generationDirectory, 'conf', name), 'utf8') })
  return { dataDirectory, generationDirectory, configuration, processes }
}

/** Starts the three JVMs at once, below `directory`, on ports of their own. */
export async function startRawCluster(blueprint: Blueprint, directory: string): Promise<RawCluster> {
  const [restPort, rpcPort, gatewayPort] = [await takeFreePort(), await takeFreePort(), await takeFreePort()]
  const move = (text: string) => text.replaceAll(blueprint.dataDirectory, directory)
  const generation = move(blueprint.generationDirectory)
  for (const name of ['conf', 'log', 'tmp']) await mkdir(join(generation, name), { recursive: true })
  for (const { name, text } of blueprint.configuration) {
    const moved = name === 'config.yaml' ? setPorts(move(text), { restPort, rpcPort }) : text
    await writeFile(join(generation, 'conf', name), moved)
  }
  const archive = /^jobmanager\.archive\.fs\.dir: "file:\/\/(.+)"$/m.exec(await readFile(join(generation, 'conf', 'config.yaml'), 'utf8'))?.[1]
  if (archive !== undefined) await mkdir(archive, { recursive: true })
  const children = blueprint.processes.map(({ executable, args, env }): ChildProcess => {
    const moved = args.map((arg) => move(arg).replace(/^(-Dsql-gateway\.endpoint\.rest\.(?:bind-)?port)=\d+$/, `$1=${gatewayPort}`))
    return spawn(executable, moved, { cwd: generation, env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, move(value)])), stdio: 'ignore' })
  })
  const endpoints = { gateway: `http://127.0.0.1:${gatewayPort}`, jobManager: `http://127.0.0.1:${restPort}` }
  return {
    endpoints,
    async untilReady() {
      for (;;) {
        const dead = children.find((child) => child.exitCode !== null)
        if (dead !== undefined) throw new Error(`A bare JVM ended with code ${dead.exitCode}.`)
        const [overview, info] = await Promise.all([getJson<{ taskmanagers: number }>(`${endpoints.jobManager}/overview`), getJson<unknown>(`${endpoints.gateway}/info`)])
        if ((overview?.taskmanagers ?? 0) > 0 && info !== undefined) return
        await pause(readyPollMs)
      }
    },
    async end() {
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return
          const gone = new Promise((resolve) => child.once('exit', resolve))
          child.kill('SIGKILL')
          await gone
        }),
      )
    },
  }
}

/** The ports of a `config.yaml`, changed. */
export function setPorts(config: string, { restPort, rpcPort }: { restPort: number; rpcPort: number }): string {
  return config.replace(/^(rest\.(?:bind-)?port): "\d+"$/gm, `$1: "${restPort}"`).replace(/^(jobmanager\.rpc\.port): "\d+"$/m, `$1: "${rpcPort}"`)
}

const readNulSeparated = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).split('\0').filter((part) => part !== '')

async function getJson<T>(url: string): Promise<T | undefined> {
  try {
    const response = await fetch(url)
    return response.ok ? ((await response.json()) as T) : undefined
  } catch {
    return undefined
  }
}

function takeFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
