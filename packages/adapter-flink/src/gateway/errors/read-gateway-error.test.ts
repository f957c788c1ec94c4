import { describe, expect, it } from 'vitest'
import { readGatewayError } from './read-gateway-error.ts'

/** An answer of the gateway around these causes, with frames between them. */
function answer(causes: string[], status = 500) {
  const frames = '\n\tat org.apache.flink.table.gateway.Some.method(Some.java:1)\n\t... 40 more\n'
  const trace = ['org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.', ...causes.map((cause) => `Caused by: ${cause}`)].join(frames)
  return { status, text: JSON.stringify({ errors: ['Internal server error.', `<Exception on server side:\n${trace}${frames}\nEnd of exception on server side>`] }) }
}
const api = 'org.apache.flink.table.api'
const failed = 'org.apache.flink.table.gateway.service.utils.SqlExecutionException: Failed to execute the operation 1.'
const message = (...causes: string[]) => readGatewayError(answer([failed, ...causes])).message

describe('readGatewayError', () => {
  it.each([
    [
      'a table that is not there',
      [`${api}.ValidationException: SQL validation failed. From line 1, column 15 to line 1, column 18: Object 'nope' not found`, "org.apache.calcite.sql.validate.SqlValidatorException: Object 'nope' not found"],
      "'nope' was not found: no such table, view, database or catalog (line 1, column 15). Check the spelling. SHOW TABLES lists the tables of the current database; one of another database is written as `database`.`table`.",
    ],
    [
      'a parser that expects a hundred things',
      [`${api}.SqlParserException: SQL parse failed. Incorrect syntax near the keyword 'WHERE' at line 2, column 25.\nWas expecting one of:\n    "CURSOR" ...\n    "EXISTS" ...\n    `],
      "Syntax error near the keyword 'WHERE' (line 2, column 25). If it is meant as a name, write it in backticks.",
    ],
    ['an unexpected word', [`${api}.SqlParserException: SQL parse failed. Encountered "FRM" at line 1, column 10.\nWas expecting one of:\n    "," ...`], "Syntax error near 'FRM' (line 1, column 10)."],
    [
      'a sink that does not fit',
      [`${api}.ValidationException: Column types of query result and sink for 'default_catalog.default_database.bh' do not match.\nCause: Different number of columns.\n\nQuery schema: [id: INT]\nSink schema:  [k: INT, c: BIGINT]`],
      "The columns of the query do not fit table 'bh': different number of columns. The query gives (id: INT), the table has (k: INT, c: BIGINT). Cast the columns, or name the ones to fill: INSERT INTO table (column, …).",
    ],
    [
      'a connector that is not there, without the options of the table',
      [
        `${api}.ValidationException: Unable to create a source for reading table 'shop.public.t'.\n\nTable options are:\n\n'connector'='nope'\n'password'='canary'`,
        `${api}.ValidationException: Cannot discover a connector using option: 'connector'='nope'`,
        `${api}.ValidationException: Could not find any factory for identifier 'nope' that implements 'org.apache.flink.table.factories.DynamicTableFactory' in the classpath.\n\nAvailable factory identifiers are:\n\ndatagen\nkafka`,
      ],
      "Table 'shop.public.t' cannot be read. There is no connector 'nope'. Available: datagen, kafka.",
    ],
    [
      'options that are missing',
      [`${api}.ValidationException: Unable to create a sink for writing table 'a.b.c'.`, `${api}.ValidationException: One or more required options are missing.\n\nMissing required options are:\n\ntopic\nproperties.bootstrap.servers`],
      "Table 'a.b.c' cannot be written. Required options are missing: topic, properties.bootstrap.servers. Add them to the WITH options of the table.",
    ],
    [
      'a key that differs from the primary key',
      [`${api}.ValidationException: The query has an upsert key that differs from the primary key of the sink table 'c.d.up'. Primary key: [k], upsert key: [id]. This can lead to trouble. Please specify an ON CONFLICT clause.`],
      "The query's key [id] differs from the primary key [k] of table 'c.d.up', so several of its rows may meet in one. Make the keys equal, or say what shall happen: ON CONFLICT DO DEDUPLICATE, DO ERROR or DO NOTHING.",
    ],
    [
      'types that do not go together, as a user writes them',
      [`${api}.ValidationException: SQL validation failed. From line 1, column 8 to line 1, column 16: Cannot apply '+' to arguments of type '<VARCHAR(2147483647)> + <TIMESTAMP(3)>'. Supported form(s): '<NUMERIC> + <NUMERIC>'\n'<DATETIME> + <DATETIME_INTERVAL>'`],
      "Cannot apply '+' to arguments of type '<STRING> + <TIMESTAMP(3)>' (line 1, column 8). Supported: <NUMERIC> + <NUMERIC>, <DATETIME> + <DATETIME_INTERVAL>.",
    ],
    ['a shape that is not known', [`${api}.ValidationException: SQL validation failed. From line 3, column 8 to line 3, column 9: Something new\nof two lines`], 'Something new of two lines (line 3, column 8).'],
    [
      'a job that failed',
      ['java.lang.RuntimeException: Failed to fetch next result', 'org.apache.flink.runtime.client.JobExecutionException: Job execution failed.', 'org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy', "java.lang.NumberFormatException: For input string: 'x'. Invalid character found."],
      "The job failed: For input string: 'x'. Invalid character found.",
    ],
  ])('%s', (_name, causes, expected) => {
    expect(message(...causes)).toBe(expected)
  })

  it('tells reasons apart', () => {
    const reason = (causes: string[], status?: number) => readGatewayError(answer(causes, status)).reason
    expect(reason([`${api}.ValidationException: x`])).toBe('rejected')
    expect(reason(["org.apache.flink.table.gateway.api.utils.SqlGatewayException: Session '1' does not exist."])).toBe('not-found')
    expect(reason(['org.apache.flink.table.gateway.api.utils.SqlGatewayException: Can not find the submitted operation in the OperationManager with the 1.'])).toBe('not-found')
    expect(reason(['org.apache.flink.runtime.client.JobSubmissionException: Failed to submit ExecutionPlan.', 'org.apache.flink.runtime.rest.util.RestClientException: [Internal server error., <Exception on server side:\norg.apache.flink.runtime.client.DuplicateApplicationSubmissionException: Application has already been submitted.'])).toBe('conflict')
    expect(reason(['org.apache.flink.runtime.client.JobSubmissionException: Failed to submit ExecutionPlan.', 'java.net.ConnectException: Connection refused'])).toBe('unavailable')
    expect(reason(['org.apache.flink.runtime.client.JobSubmissionException: Failed to submit ExecutionPlan.', 'java.util.concurrent.TimeoutException: 30 s'])).toBe('unknown-outcome')
    const asked = 'Ask timed out on [Actor[pekko://flink/user/rpc/dispatcher_0#-1642514942]] after [10000 ms]. Message of type [org.apache.flink.runtime.rpc.messages.LocalFencedMessage].'
    for (const name of ['org.apache.pekko.pattern.AskTimeoutException', 'java.util.concurrent.TimeoutException', 'org.apache.flink.runtime.rest.util.RestClientException']) {
      expect(reason([`${name}: ${asked}`])).toBe('unknown-outcome')
    }
    expect(reason(['org.apache.flink.runtime.client.JobExecutionException: Job execution failed.', 'org.apache.flink.runtime.jobmaster.JobMasterException: TaskManager with id 1 is no longer reachable.'])).toBe('rejected')
    expect(readGatewayError({ status: 502, text: '<html>Bad gateway</html>' }).reason).toBe('unavailable')
  })

  it('keeps the whole trace for the operator, bounded and without the values of options', () => {
    const { detail, message: text } = readGatewayError(answer([`${api}.ValidationException: Unable to create a source for reading table 't'.\n\nTable options are:\n\n'password'='canary'\n'it''s'='canary'`, `${api}.ValidationException: ${'x'.repeat(200_000)}`]))
    expect(detail).toContain('at org.apache.flink')
    expect(detail).toContain("'password'='…'")
    expect(detail?.length).toBeLessThanOrEqual(64 * 1024)
    expect(text.length).toBeLessThan(2_000)
    expect(`${detail}${text}`).not.toContain('canary')
  })
})
