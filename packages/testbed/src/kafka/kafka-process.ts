import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { runProgramOrThrow } from '../run-program.ts'
import { waitUntil } from '../wait-until.ts'
import { KAFKA_LOG4J, kafkaProperties } from './kafka-properties.ts'

/** Any 22 characters of base64 that decode to 16 bytes are a valid cluster id. */
const CLUSTER_ID = 'headgateTestbedKafka0A'
const START_TIMEOUT_MS = 300_000
const STOP_TIMEOUT_MS = 30_000

/** The broker's JVM. Started once; end it by `stop` or `kill9`. */
export interface KafkaProcess {
  pid: number
  /** SIGKILL, and waits until it is gone. */
  kill9(): Promise<void>
  /** SIGTERM, SIGKILL if that does not help, and waits until it is gone. */
  stop(): Promise<void>
}

/** Starts the broker on the data in `directory`, which is formatted on first use, and waits until it accepts connections. */
export async function startKafkaProcess(options: { directory: string; jars: string; brokerPort: number; controllerPort: number }): Promise<KafkaProcess> {
  const file = (name: string) => join(options.directory, name)
  await mkdir(file('data'), { recursive: true })
  await writeFile(file('server.properties'), kafkaProperties({ ...options, dataDirectory: file('data') }))
  await writeFile(file('log4j2.properties'), KAFKA_LOG4J)
  const jvm = ['-XX:+UseSerialGC', `-Dlog4j2.configurationFile=file:${file('log4j2.properties')}`, '-cp', join(options.jars, '*')]
  const formatted = await access(file('data/meta.properties')).then(
    () => true,
    () => false,
  )
  if (!formatted) {
    const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', file('server.properties'), '--standalone']
    await runProgramOrThrow('java', ['-Xmx96m', '-XX:TieredStopAtLevel=1', ...jvm, ...format], { timeoutMs: START_TIMEOUT_MS })
  }

  const log = openSync(file('broker.log'), 'a')
  // Not detached: it stays in the process group of the test run, whose end is then its end too.
  const child = spawn('java', ['-Xms64m', '-Xmx192m', '-XX:MaxMetaspaceSize=96m', '-XX:+ExitOnOutOfMemoryError', ...jvm, 'kafka.Kafka', file('server.properties')], {
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  void gone.then(() => process.removeListener('exit', endWithUs))
  try {
    await waitUntil('the Kafka broker accepts connections', START_TIMEOUT_MS, async () => {
      if (hasEnded(child)) throw new Error(`The Kafka broker ended at once:\n${readFileSync(file('broker.log'), 'utf8').slice(-3_000)}`)
      return (await accepts(options.brokerPort)) || undefined
    })
  } catch (error) {
    await end(child, gone, 'SIGKILL')
    throw error
  }
  return { pid: child.pid!, kill9: () => end(child, gone, 'SIGKILL'), stop: () => end(child, gone, 'SIGTERM') }
}

async function end(child: ChildProcess, gone: Promise<void>, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return
  child.kill(signal)
  const forced = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await gone
  clearTimeout(forced)
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function accepts(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
