/** Where a worker's log goes: a bounded file (`-Dlog.file`), or its output, which Kubernetes keeps. */
export type LogTarget = 'file' | 'console'

/**
 * log4j2's configuration of every worker. Lines about a job carry its id in brackets (Flink puts it into the logging context). It depends on
 * nothing else, so that one text serves every generation.
 */
export function renderLogConfig(target: LogTarget = 'file'): string {
  return `rootLogger.level = INFO
rootLogger.appenderRef.main.ref = Main
appender.main.name = Main
${target === 'file' ? fileAppender : consoleAppender}
appender.main.layout.type = PatternLayout
appender.main.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %c{1}%notEmpty{ [%X{flink-job-id}]} - %m%n
# Every step of a rescale is logged as a warning.
logger.timeline.name = org.apache.flink.runtime.scheduler.adaptive.timeline
logger.timeline.level = ERROR
# A query whose reader is gone is retried a hundred times a second, each time with a warning.
logger.collect.name = org.apache.flink.streaming.api.operators.collect.CollectSinkOperatorCoordinator
logger.collect.level = ERROR
# Client configurations as tables of a hundred lines, for each partition reader.
logger.kafka.name = org.apache.flink.kafka.shaded.org.apache.kafka
logger.kafka.level = WARN
`
}

const fileAppender = `appender.main.type = RollingFile
appender.main.append = true
appender.main.fileName = \${sys:log.file}
appender.main.filePattern = \${sys:log.file}.%i
appender.main.policies.type = Policies
appender.main.policies.size.type = SizeBasedTriggeringPolicy
appender.main.policies.size.size = 10MB
appender.main.strategy.type = DefaultRolloverStrategy
appender.main.strategy.max = 2`

const consoleAppender = `appender.main.type = Console
appender.main.target = SYSTEM_OUT`
