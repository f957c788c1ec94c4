import { describe, expect, it } from 'vitest'
import { jvmArguments } from './jvm-arguments.ts'
import { laptopMemory, taskManagerMemory } from './memory.ts'
import { renderConfig } from './render-config.ts'
import { clusterSettings } from './settings.ts'
import type { SettingsInput } from './settings.ts'

const input: SettingsInput = {
  ports: { jobManagerRest: 20_001, jobManagerRpc: 20_002 },
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

  it('each stand once, with a reason', () => {
    const all = clusterSettings(input)
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
    for (const { key, why } of all) expect(why.length, key).toBeGreaterThan(5)
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
