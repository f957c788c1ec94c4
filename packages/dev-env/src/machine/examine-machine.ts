import { execFile } from 'node:child_process'
import { totalmem } from 'node:os'
import { defaultEngineDirectory } from '@headgate/flink-engine'
import { addressesOfDev } from '../control-plane.ts'
import { defaultHost, defaultPort } from '../dev-options.ts'
import { findPostgresBinaries } from '../postgres/postgres-binaries.ts'
import { readFreeBytes, renderBytes } from './disk-space.ts'
import { findJava } from './find-java.ts'
import { findMaven } from './find-maven.ts'
import { isPortFree } from './ports.ts'

export interface Finding {
  name: string
  /** `missing`: `dev` cannot start. `note`: worth knowing. */
  state: 'ok' | 'note' | 'missing'
  text: string
}

/** Looks at everything that `headgate dev` needs; each finding says how to get what is missing. */
export async function examineMachine(options: { env: Record<string, string | undefined>; dataDirectory: string }): Promise<Finding[]> {
  const { env, dataDirectory } = options
  const found = await Promise.all([
    examineNode(), examineJava(env), examineMaven(env), examinePostgres(), examineDisk('data disk', dataDirectory, 1e9), examineDisk('Flink disk', defaultEngineDirectory(), 1.5e9), examineMemory(), examinePort(),
    examinePython(env),
  ])
  return [...found, examineAddresses(env)]
}

/** Not what is missing, but what a deployment for others would not want. */
function examineAddresses(env: Record<string, string | undefined>): Finding {
  const addresses = addressesOfDev(env)
  if (addresses === 'anywhere') return { name: 'addresses', state: 'note', text: 'Tables may lead to any address, this machine included. HEADGATE_ADDRESSES=network forbids the machine itself, =internet private networks too.' }
  if (addresses !== 'network' && addresses !== 'internet') return { name: 'addresses', state: 'missing', text: `HEADGATE_ADDRESSES is '${addresses}'; it must be anywhere, network or internet.` }
  return { name: 'addresses', state: 'ok', text: addresses === 'network' ? 'Tables lead to other machines only.' : 'Tables lead to public addresses only.' }
}

async function examineNode(): Promise<Finding> {
  const major = Number(process.versions.node.split('.')[0])
  return { name: 'Node', state: major >= 24 ? 'ok' : 'missing', text: major >= 24 ? process.versions.node : `${process.versions.node}; 24 is needed. Run it with npx pnpm@12, which brings its own.` }
}

async function examineJava(env: Record<string, string | undefined>): Promise<Finding> {
  const java = await findJava(env)
  return java.ok ? { name: 'Java', state: 'ok', text: `${java.value.major} (${java.value.command})` } : { name: 'Java', state: 'missing', text: java.message }
}

async function examineMaven(env: Record<string, string | undefined>): Promise<Finding> {
  const maven = await findMaven(env)
  return maven.ok ? { name: 'Maven', state: 'ok', text: `${maven.value.version} (${maven.value.command})` } : { name: 'Maven', state: 'missing', text: maven.message }
}

async function examinePostgres(): Promise<Finding> {
  const binaries = await findPostgresBinaries()
  return binaries.ok ? { name: 'Postgres', state: 'ok', text: 'embedded' } : { name: 'Postgres', state: 'missing', text: binaries.message }
}

async function examineDisk(name: string, path: string, wantedBytes: number): Promise<Finding> {
  const freeBytes = await readFreeBytes(path)
  if (freeBytes === undefined) return { name, state: 'note', text: `The free space at ${path} cannot be told.` }
  const text = `${renderBytes(freeBytes)} free at ${path}`
  return freeBytes >= wantedBytes ? { name, state: 'ok', text } : { name, state: 'missing', text: `${text}; ${renderBytes(wantedBytes)} are needed for the first start. Free some space or name another place.` }
}

async function examineMemory(): Promise<Finding> {
  const bytes = totalmem()
  return bytes >= 3.5e9 ? { name: 'memory', state: 'ok', text: renderBytes(bytes) } : { name: 'memory', state: 'note', text: `${renderBytes(bytes)}: Flink, Postgres and Headgate take about 1.5 GB together, more with each TaskManager.` }
}

async function examinePort(): Promise<Finding> {
  const free = await isPortFree(defaultHost, defaultPort)
  return { name: 'port', state: free ? 'ok' : 'note', text: free ? `${defaultPort} is free` : `${defaultPort} is taken (by a running Headgate?): start with --port N, or --port 0 for any free one.` }
}

async function examinePython(env: Record<string, string | undefined>): Promise<Finding> {
  const said = await new Promise<string>((resolve) => {
    execFile('python3', ['--version'], { timeout: 10_000, env: env as NodeJS.ProcessEnv }, (error, stdout) => resolve(error ? '' : stdout.trim()))
  })
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(said) ?? []
  const fits = Number(major) === 3 && Number(minor) >= 10
  return { name: 'Python', state: fits ? 'ok' : 'note', text: fits ? said.replace('Python ', '') : `${said || 'none'}: only the tests and confluent-sql want Python 3.10 or newer (apt install python3 python3-venv).` }
}
