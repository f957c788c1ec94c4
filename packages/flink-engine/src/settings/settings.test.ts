import { describe, expect, it } from 'vitest'
import { jvmArguments } from './jvm-arguments.ts'
import { laptopMemory, taskManagerMemory } from './memory.ts'
import { renderCredentials } from './object-store.ts'
import { renderConfig } from './render-config.ts'
import { renderLogConfig } from './render-log-config.ts'
import { clusterSettings } from './settings.ts'
import type { SettingsInput } from './settings.ts'

const input: SettingsInput = {
  network: { kind: 'loopback', ports: { jobManagerRest: 20_001, jobManagerRpc: 20_002 } },
  slotsPerTaskManager: 4,
  memory: laptopMemory,
  checkpointIntervalMs: 10_000,
  temporaryDirectory: '/data/a "b"/tmp',
  checkpointsUri: 'file:///data/checkpoints',
  savepointsUri: 'file:///data/savepoints',
  archiveUri: 'file:///data/archive',
}
const settings = Object.fromEntries(clusterSettings(input).map(({ key, value }) => [key, value]))

describe('settings', () => {
  it('keep what can be started from, and evidence of every end', () => {
    expect(settings).toMatchObject({
      'state.backend.type': 'rocksdb',
      'execution.checkpointing.incremental': 'true',
      'execution.checkpointing.interval': '10000 ms',
      'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
      'execution.checkpointing.num-retained': '2',
      'restart-strategy.type': 'exponential-delay',
      'jobmanager.scheduler': 'Adaptive',
      'jobmanager.archive.fs.dir': 'file:///data/archive',
      'web.submit.enable': 'false',
      'rest.cache.execution-graph.timeout': '0',
    })
  })

  it('listen on the loopback address alone', () => {
    const addresses = Object.entries(settings).filter(([key]) => /(host|address)$/.test(key))
    expect(addresses).toHaveLength(8)
    expect(new Set(addresses.map(([, value]) => value))).toEqual(new Set(['127.0.0.1']))
  })

  it('in pods find the JobManager by its name, on ports that are known', () => {
    const inPods = Object.fromEntries(clusterSettings({ ...input, network: { kind: 'pods', jobManagerHost: 'jm.somewhere.svc' } }).map(({ key, value }) => [key, value]))
    expect(inPods).toMatchObject({ 'jobmanager.rpc.address': 'jm.somewhere.svc', 'rest.address': 'jm.somewhere.svc', 'rest.port': '8081', 'blob.server.port': '6124', 'taskmanager.data.port': '6121', 'sql-gateway.endpoint.rest.port': '8083' })
    expect(Object.entries(inPods).filter(([, value]) => value.includes('127.0.0.1'))).toEqual([])
  })

  it('with TLS let nobody in without a key, inside and over REST', () => {
    const tls = { internal: '/s/internal.p12', rest: '/s/rest.p12', restTrust: '/s/trust.p12', password: 'p' }
    const inPods = Object.fromEntries(clusterSettings({ ...input, network: { kind: 'pods', jobManagerHost: 'jm', tls } }).map(({ key, value }) => [key, value]))
    expect(inPods).toMatchObject({
      'security.ssl.internal.enabled': 'true', 'security.ssl.internal.keystore': '/s/internal.p12', 'security.ssl.internal.truststore': '/s/internal.p12',
      'security.ssl.rest.enabled': 'true', 'security.ssl.rest.authentication-enabled': 'true', 'security.ssl.rest.verify-hostname': 'true', 'security.ssl.rest.keystore': '/s/rest.p12', 'security.ssl.rest.truststore': '/s/trust.p12',
    })
    // An ECDSA key has no use for the algorithms that Flink has by default.
    expect(inPods['security.ssl.algorithms']).toMatch(/^(TLS_ECDHE_ECDSA_WITH_AES_\d+_GCM_SHA\d+,?)+$/)
    expect(Object.keys(settings).filter((key) => key.startsWith('security'))).toEqual([])
  })

  it('each stand once, with a reason', () => {
    const tls = { internal: 'a', rest: 'b', restTrust: 'c', password: 'd' }
    for (const network of [input.network, { kind: 'pods', jobManagerHost: 'jm' } as const, { kind: 'pods', jobManagerHost: 'jm', tls } as const]) {
      const all = clusterSettings({ ...input, network })
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
      for (const { key, why } of all) expect(why.length, key).toBeGreaterThan(5)
    }
  })

  it('give the JVMs what Flink counts with', () => {
    for (const slots of [1, 2, 4, 8]) {
      const task = taskManagerMemory(laptopMemory, slots)
      const args = jvmArguments({ role: 'taskmanager', memory: laptopMemory, slotsPerTaskManager: slots, temporaryDirectory: '/t', logFile: '/l', logConfigFile: '/c', crashFile: '/h' })
      expect(args).toContain(`-Xmx${laptopMemory.taskFrameworkHeap + task.taskHeap}m`)
      expect(args).toContain(`-XX:MaxDirectMemorySize=${laptopMemory.taskFrameworkOffHeap + task.network}m`)
    }
    expect(taskManagerMemory(laptopMemory, 4).heap).toBe(384)
    // The read buffers of batch shuffles are taken from the framework's off-heap memory: with too little every shuffle hangs.
    expect(settings['taskmanager.memory.framework.off-heap.batch-shuffle.size']).toBe('32m')
    expect(Number.parseInt(settings['taskmanager.memory.framework.off-heap.size'] ?? '0')).toBeGreaterThanOrEqual(2 * 32)
  })
})

describe('renderConfig', () => {
  it('writes each setting under its reason, quoted', () => {
    const text = renderConfig(input)
    expect(text).toContain('# The gateway submits here.\nrest.port: "20001"\n')
    expect(text).toContain('io.tmp.dirs: "/data/a \\"b\\"/tmp"\n')
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^# .+|^[\w.-]+: ".*"$/)
  })
})

describe('renderLogConfig', () => {
  it('writes to a bounded file, or to the output', () => {
    expect(renderLogConfig()).toContain('appender.main.fileName = ${sys:log.file}\n')
    expect(renderLogConfig('console')).toContain('appender.main.target = SYSTEM_OUT\n')
    expect(renderLogConfig('console')).not.toContain('log.file')
  })
})

describe('a store on S3', () => {
  const objectStore = { endpoint: 'https://store:9000', region: 'us-east-1', pathStyle: true, credentials: { accessKeyId: 'id', secretAccessKey: 'never-to-be-seen', sessionToken: 'token' }, certificateAuthorities: 'PEM' }
  const of = (more: Partial<typeof objectStore> = {}) => Object.fromEntries(clusterSettings({ ...input, objectStore: { ...objectStore, ...more } }).map(({ key, value }) => [key, value]))

  it('is told to Flink, its keys in a file of their own', () => {
    expect(of()).toMatchObject({ 's3.endpoint': 'https://store:9000', 's3.region': 'us-east-1', 's3.path-style-access': 'true', 'fs.s3.aws.credentials.provider': 'ProfileCredentialsProvider' })
    expect(renderConfig({ ...input, objectStore })).not.toMatch(/never-to-be-seen|token"/)
    expect(renderCredentials(objectStore.credentials)).toBe('[default]\naws_access_key_id = id\naws_secret_access_key = never-to-be-seen\naws_session_token = token\n')
  })

  it("without keys is reached by those that the AWS SDK finds; Amazon's needs no endpoint", () => {
    expect(of({ credentials: undefined })).not.toHaveProperty('fs.s3.aws.credentials.provider')
    expect(of({ endpoint: undefined })).not.toHaveProperty('s3.endpoint')
    expect(Object.keys(settings).filter((key) => key.includes('s3'))).toEqual([])
  })
})

describe('jvmArguments', () => {
  const args = jvmArguments({ role: 'gateway', memory: laptopMemory, slotsPerTaskManager: 4, temporaryDirectory: '/t', logFile: '/l', logConfigFile: '/c', crashFile: '/h' })

  it('end a JVM without memory and write no dump', () => {
    expect(args).toContain('-XX:+ExitOnOutOfMemoryError')
    expect(args).toContain('-XX:-HeapDumpOnOutOfMemoryError')
  })

  it('a TaskManager without memory names the thread, and leaves no core file', () => {
    const task = jvmArguments({ role: 'taskmanager', memory: laptopMemory, slotsPerTaskManager: 4, temporaryDirectory: '/t', logFile: '/l', logConfigFile: '/c', crashFile: '/h' })
    expect(task).toEqual(expect.arrayContaining(['-XX:+CrashOnOutOfMemoryError', '-XX:-CreateCoredumpOnCrash', '-XX:ErrorFile=/h']))
    expect(task).not.toContain('-XX:+ExitOnOutOfMemoryError')
  })

  it("guard Kafka's clients under the name that the relocated client reads", () => {
    const guard = (name: string) => args.find((argument) => argument.startsWith(`-Dorg.apache.flink.kafka.shaded.org.apache.kafka.${name}=`))?.split('=')[1]
    expect(guard('allowed.login.modules')?.split(',').map((name) => name.split('.').at(-1))).toEqual(['PlainLoginModule', 'ScramLoginModule'])
    expect(guard('sasl.oauthbearer.allowed.urls')).toBe('')
    expect(guard('sasl.oauthbearer.allowed.files')).toBe('')
  })
})
