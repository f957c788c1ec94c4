import { access, mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { runProgramOrThrow } from '../run-program.ts'
import { startServerProcess, type ServerProcess } from '../server-process.ts'
import { KAFKA_LOG4J, kafkaProperties } from './kafka-properties.ts'

/** Any 22 characters of base64 that decode to 16 bytes are a valid cluster id. */
const CLUSTER_ID = 'headgateTestbedKafka0A'
const START_TIMEOUT_MS = 300_000

/** Starts the broker on the data in `directory`, which is formatted on first use, and waits until it accepts connections. */
export async function startKafkaProcess(options: { directory: string; jars: string; host: string; brokerPort: number; controllerPort: number }): Promise<ServerProcess> {
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

  return await startServerProcess({
    name: 'the Kafka broker',
    program: 'java',
    words: ['-Xms64m', '-Xmx192m', '-XX:MaxMetaspaceSize=96m', '-XX:+ExitOnOutOfMemoryError', ...jvm, 'kafka.Kafka', file('server.properties')],
    logFile: file('broker.log'),
    startTimeoutMs: START_TIMEOUT_MS,
    isReady: () => accepts(options.host, options.brokerPort),
  })
}

async function accepts(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, host)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
