import { describe, expect, it } from 'vitest'
import { describeException, isPlatformFault, rootCause } from './describe-failure.ts'

describe('whose fault a failure is', () => {
  it('a lost TaskManager, missing slots and checkpoints that cannot be written are the platform\'s', () => {
    const lost = 'org.apache.flink.runtime.jobmaster.JobMasterException: TaskManager with id lfcp-1-1-taskmanager-a1 is no longer reachable.\n\tat org.apache.flink.X.y(X.java:1)'
    const closed = 'org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException: Connection unexpectedly closed by remote task manager.'
    const slots = 'java.util.concurrent.CompletionException: x\nCaused by: org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.'
    const checkpoints = 'org.apache.flink.util.FlinkRuntimeException: Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to x.'
    for (const trace of [lost, closed, slots, checkpoints]) expect(isPlatformFault(trace), trace).toBe(true)
  })

  it('what the data or the statement does is the statement\'s', () => {
    for (const trace of ['java.lang.ArithmeticException: / by zero', 'java.io.IOException: Failed to deserialize JSON', 'org.postgresql.util.PSQLException: Connection refused']) {
      expect(isPlatformFault(trace), trace).toBe(false)
    }
  })
})

describe('the root cause in one line', () => {
  it('is the innermost cause without its class path', () => {
    expect(rootCause('a.b.JobException: outer\n\tat a.b(C.java:1)\nCaused by: java.io.IOException: middle\nCaused by: java.lang.NumberFormatException: For input string: "x"\n\tat q')).toBe('NumberFormatException: For input string: "x"')
    expect(rootCause('')).toBe('unknown cause')
  })
})

describe('an exception for the user', () => {
  it('shows the record that could not be read, and the task that read it', () => {
    const message = "java.io.IOException: Failed to deserialize consumer record due to\n\tat x.y(Z.java:1)\nCaused by: java.io.IOException: Failed to deserialize JSON 'not json'.\n\tat x.y(Z.java:2)\nCaused by: a.b.JsonParseException: Unrecognized token 'not'\n\t... 17 more"
    expect(describeException({ message, taskName: 'Source: orders[3] -> Calc[4] -> sink[5]: Writer (1/1) - execution #0' })).toBe(
      "Failed to deserialize JSON 'not json': JsonParseException: Unrecognized token 'not' (in the task 'Source: orders[3]'). The table skips such records with 'json.ignore-parse-errors' = 'true'",
    )
    const topic = 'o.a.k.common.errors.TimeoutException: Topic nosuch not present in metadata after 60000 ms.\nCaused by: o.a.k.common.errors.UnknownTopicOrPartitionException: This server does not host this topic-partition.\n'
    expect(describeException({ message: topic, taskName: 'missing[24]: Writer (1/1) - execution #0' })).toBe("The Kafka topic 'nosuch' does not exist, or this principal may not see it (in the task 'missing[24]: Writer')")
    expect(describeException({ message: 'java.lang.ArithmeticException: / by zero' })).toBe('ArithmeticException: / by zero')
  })
})
