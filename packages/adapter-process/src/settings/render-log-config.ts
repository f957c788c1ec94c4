/**
 * log4j2's configuration of every worker: one file per process (`-Dlog.file`), bounded. Lines about a job carry its id in brackets
 * (Flink puts it into the logging context). It depends on nothing, so that one text serves every generation.
 */
export function renderLogConfig(): string {
  return `rootLogger.level = INFO
rootLogger.appenderRef.file.ref = File
appender.file.type = RollingFile
appender.file.name = File
appender.file.append = true
appender.file.fileName = \${sys:log.file}
appender.file.filePattern = \${sys:log.file}.%i
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %c{1}%notEmpty{ [%X{flink-job-id}]} - %m%n
appender.file.policies.type = Policies
appender.file.policies.size.type = SizeBasedTriggeringPolicy
appender.file.policies.size.size = 10MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 2
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
