import type { WorkerRole } from '@headgate/domain'
import type { ClusterMemory } from './memory.ts'
import { taskManagerMemory } from './memory.ts'
import { trustStorePassword } from './object-store.ts'

export interface JvmInput {
  role: WorkerRole
  memory: ClusterMemory
  slotsPerTaskManager: number
  temporaryDirectory: string
  /** None: it logs to its output. */
  logFile?: string
  logConfigFile: string
  /** Where the JVM writes its report if it crashes. None: to its output. */
  crashFile?: string
  /** What TLS trusts instead of what Java trusts. */
  trustStoreFile?: string
  /** The processes among each other speak TLS. */
  hasInternalTls?: boolean
}

/** Flink reaches into these packages of the JDK; the list is the one that its own configuration ships for Java 17. */
const openPackages = [
  'java.lang', 'java.net', 'java.io', 'java.nio', 'sun.nio.ch', 'java.lang.reflect', 'java.text', 'java.time', 'java.util',
  'java.util.concurrent', 'java.util.concurrent.atomic', 'java.util.concurrent.locks',
]
const exportedPackages = ['java.rmi/sun.rmi.registry', 'java.security.jgss/sun.security.krb5']

/**
 * Kafka's guards against client options that make the process read files, call URLs or load classes (CVE-2023-25194,
 * CVE-2025-27817). The Kafka client of the connector is relocated, and with it the names of its system properties: under their
 * public names they do nothing.
 */
function kafkaGuards(): string[] {
  const prefix = 'org.apache.flink.kafka.shaded.org.apache.kafka'
  const logins = ['plain.PlainLoginModule', 'scram.ScramLoginModule'].map((name) => `${prefix}.common.security.${name}`)
  return [
    `-D${prefix}.allowed.login.modules=${logins.join(',')}`,
    `-D${prefix}.sasl.oauthbearer.allowed.urls=`,
    `-D${prefix}.sasl.oauthbearer.allowed.files=`,
  ]
}

/**
 * Flink 2.3 means to look at no host names inside of a cluster, where all have one key, but says so no more; and its Netty (4.2, relocated) looks at them unless
 * it is told otherwise (FLINK-40727). Over REST Flink asks for it by itself.
 */
const noInternalHostNames = '-Dorg.apache.flink.shaded.netty4.io.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE'

/** The JVM's arguments before the class path. Pure. */
export function jvmArguments(input: JvmInput): string[] {
  const task = taskManagerMemory(input.memory, input.slotsPerTaskManager)
  const heap = { jobmanager: input.memory.jobManagerHeap, gateway: input.memory.gatewayHeap, taskmanager: task.heap }[input.role]
  return [
    ...exportedPackages.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...openPackages.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
    // One small heap, few cores: the serial collector needs the least of both.
    '-XX:+UseSerialGC',
    '-Xms32m',
    `-Xmx${heap}m`,
    `-XX:MaxMetaspaceSize=${input.memory.metaspace}m`,
    ...(input.role === 'taskmanager' ? [`-XX:MaxDirectMemorySize=${task.direct}m`] : []),
    // Without it a TaskManager without memory stays registered and every job of the pool hangs. It is shared by many statements, so it
    // aborts with a report that names the thread; the report's core file would hold tenants' rows.
    ...(input.role === 'taskmanager' ? ['-XX:+CrashOnOutOfMemoryError', '-XX:-CreateCoredumpOnCrash'] : ['-XX:+ExitOnOutOfMemoryError']),
    // A dump would hold tenants' rows and credentials.
    '-XX:-HeapDumpOnOutOfMemoryError',
    '-XX:-UsePerfData',
    input.crashFile === undefined ? '-XX:+ErrorFileToStdout' : `-XX:ErrorFile=${input.crashFile}`,
    `-Djava.io.tmpdir=${input.temporaryDirectory}`,
    `-Dlog4j.configurationFile=file:${input.logConfigFile}`,
    ...(input.logFile === undefined ? [] : [`-Dlog.file=${input.logFile}`]),
    '-Dfile.encoding=UTF-8',
    '-Duser.timezone=UTC',
    ...(input.trustStoreFile === undefined ? [] : [`-Djavax.net.ssl.trustStore=${input.trustStoreFile}`, `-Djavax.net.ssl.trustStorePassword=${trustStorePassword}`]),
    ...(input.hasInternalTls === true ? [noInternalHostNames] : []),
    ...kafkaGuards(),
  ]
}
