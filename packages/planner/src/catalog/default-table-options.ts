import type { Connection, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'

/** What an environment gives to tables that name no connector. */
export interface EnvironmentDefaults {
  /** Tables become Kafka topics behind this connection. Absent: tables become directories of JSON files. */
  kafkaConnection?: Connection
  /** Directory URI of the environment's own table files. */
  filesRootUri: string
}

export interface DefaultTableRequest {
  database: string
  name: string
  /** What the user wrote in WITH; it has no `connector`. Wins over every default. */
  written: Record<string, string>
  primaryKey: string[]
  distributionColumns: string[]
  defaults: EnvironmentDefaults
  /** Known connections, to check the type of one that the user names. */
  connections: readonly Connection[]
  /** Makes the directory of the table its own, however often the name is used again. */
  statementUid: string
}

/** The options of a table without a connector: the defaults with what the user wrote on top. */
export function defaultTableOptions(request: DefaultTableRequest): Result<Record<string, string>> {
  const { written, defaults } = request
  const connectionName = written.connection ?? defaults.kafkaConnection?.name
  if (connectionName === undefined) return ok({ ...fileOptions(request), ...written })
  const connection = request.connections.find((each) => each.name === connectionName)
  if (connection !== undefined && connection.connectionType !== 'KAFKA') {
    return failed('rejected', `Table '${request.name}' names connection '${connectionName}' of type ${connection.connectionType} and no connector: add the option 'connector'.`)
  }
  const mode = written['changelog.mode'] ?? (request.primaryKey.length > 0 ? 'upsert' : 'append')
  if (mode !== 'upsert' && mode !== 'append') {
    return failed('rejected', `Table '${request.name}' asks for 'changelog.mode' = '${mode}'; 'append' and 'upsert' are supported.`)
  }
  const topic = defaultTopic(request)
  if (written.topic === undefined && !/^[A-Za-z0-9._-]{1,249}$/.test(topic)) {
    return failed('rejected', `No Kafka topic can be called '${topic}': give the table the option 'topic'.`)
  }
  const keyed = mode === 'append' && request.distributionColumns.length > 0
  return ok({
    connector: mode === 'upsert' ? 'upsert-kafka' : 'kafka',
    connection: connectionName,
    topic,
    'value.format': 'json',
    ...(mode === 'upsert' ? { 'key.format': 'json' } : { 'scan.startup.mode': 'earliest-offset', 'sink.delivery-guarantee': 'exactly-once' }),
    ...(keyed ? { 'key.format': 'json', 'key.fields': request.distributionColumns.join(';') } : {}),
    ...written,
  })
}

/** The topic of a table that names none. */
export const defaultTopic = (table: { database: string; name: string }): string => `${table.database}.${table.name}`

/**
 * The directory of a table that names no path. Its last part is the creating statement's uid: a table that is dropped and
 * made again starts empty, and Flink skips directories whose name begins with `_` or `.`, as table names may.
 */
export function defaultPath(table: { database: string; name: string }, filesRootUri: string, statementUid: string): string {
  const root = filesRootUri.replace(/\/+$/, '')
  return `${root}/${directoryName(table.database)}/${directoryName(table.name)}/${statementUid.replaceAll('-', '').slice(0, 12)}/`
}

/** One path part per name, injective and without `/`, `.` or `%`. */
const directoryName = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9_-]/gu, (character) => `~${character.codePointAt(0)!.toString(16)}~`)

function fileOptions(request: DefaultTableRequest): Record<string, string> {
  return {
    connector: 'filesystem',
    format: 'json',
    path: defaultPath(request, request.defaults.filesRootUri, request.statementUid),
    // New files are seen within a second, so that the table streams like a topic does.
    'source.monitor-interval': '1 s',
    // Flink's 30 minutes would hide rows; a file is shown with the first checkpoint after it was rolled.
    'sink.rolling-policy.rollover-interval': '2 s',
    'sink.rolling-policy.check-interval': '1 s',
  }
}
