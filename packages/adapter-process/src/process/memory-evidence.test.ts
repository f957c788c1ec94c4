import { describe, expect, it } from 'vitest'
import { crashedThread, jobsOfThread } from './memory-evidence.ts'

const report = `# A fatal error has been detected by the Java Runtime Environment:
#  fatal error: OutOfMemory encountered: Java heap space

---------------  T H R E A D  ---------------

Current thread (0x00007f295c367030):  JavaThread "Source: a[1] -> Calc[2] -> b[3]: Writer (1/1)#0" [_thread_in_vm, id=1334, stack(0x1,0x2)]

Java Threads: ( => current thread )
  0x1 JavaThread "main" [_thread_blocked, id=1, stack(0x1,0x2)]
`
const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(32))
const received = (jobId: string | undefined, task: string) =>
  `2026-11-25 03:44:25,180 INFO  TaskExecutor [${jobId}] - Received task ${task} (8e3946705adb28de8e9afc0ebb6e113e_46ff2cbf452643419bb5212995e9ac95_0_0), deploy into slot with allocation id 619bf3177bcbb04c4d4319c9776d7c2e.\n`

describe('who ran a TaskManager out of memory', () => {
  it('the report names the thread', () => {
    expect(crashedThread(report)).toBe('Source: a[1] -> Calc[2] -> b[3]: Writer (1/1)#0')
    expect(crashedThread(report.replace('"Source: a[1] -> Calc[2] -> b[3]: Writer (1/1)#0"', '"flink-pekko.actor.default-dispatcher-5" daemon'))).toBe('flink-pekko.actor.default-dispatcher-5')
    // Java 21 fills up with spaces.
    expect(crashedThread(report.replace('(1/1)#0" [', '(1/1)#0"           ['))).toBe('Source: a[1] -> Calc[2] -> b[3]: Writer (1/1)#0')
    expect(crashedThread('')).toBeUndefined()
  })

  it('the log tells the jobs that have a task of that name: one, several, or none', () => {
    const log = received(one, 'Source: a[1] -> Calc[2] -> b[3]: Writer (1/1)#0') + received(two, 'Source: c[1] (1/2)#1') + 'a line\n' + received(three, 'Source: c[1] (1/2)#1')
    expect(jobsOfThread(log, 'Source: a[1] -> Calc[2] -> b[3]: Writer (1/1)#0')).toEqual([one])
    expect(jobsOfThread(log, 'Source Data Fetcher for Source: c[1] (1/2)#1')).toEqual([two, three])
    expect(jobsOfThread(log, 'flink-pekko.actor.default-dispatcher-5')).toEqual([])
  })
})
