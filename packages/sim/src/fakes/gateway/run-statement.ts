import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { JobRequest } from '../engine/fake-job.ts'
import type { StatementAnswer } from './answers.ts'
import { done, submitted, table } from './answers.ts'
import { durationMsOf } from './duration.ts'
import { compiledNodes, explainText } from './explain-text.ts'
import { isBatch, planAll, planPart } from './plan-parts.ts'
import { parseFailure } from './plan-query.ts'
import type { QueryScript } from './query-script.ts'
import { runDdl } from './run-ddl.ts'
import type { SqlToken } from './sql-tokens.ts'
import { isSymbol, isWord, readPath, tokensOf } from './sql-tokens.ts'
import type { StatementContext } from './statement-context.ts'

/** Runs one statement to the point where its answer begins. */
export function runStatement(sql: string, context: StatementContext): Result<StatementAnswer> {
  const text = sql.trim().replace(/;\s*$/, '')
  const tokens = tokensOf(text)
  const [first, second] = tokens
  if (isWord(first, 'SET', 'RESET')) return configure(tokens, context)
  if (isWord(first, 'EXPLAIN')) return explain(text, tokens, context)
  if (isWord(first, 'COMPILE')) return compile(text, tokens, context)
  if (isWord(first, 'EXECUTE') && isWord(second, 'PLAN')) return executePlan(tokens, context)
  if (isInsert(tokens)) return insert(text, context)
  if (isWord(first, 'CREATE') && isAsSelect(tokens)) return createTableAs(text, tokens, context)
  const answer = runDdl(text, tokens, context.catalog)
  if (answer !== undefined) return answer
  if (isWord(first, 'SELECT', 'WITH', 'VALUES', 'TABLE') || isSymbol(first, '(') || context.scriptFor(text) !== undefined) return select(text, context)
  return parseFailure(first)
}

/** Whether the statement may run in `configure`, which starts no job. */
export const isConfiguring = (sql: string): boolean =>
  isWord(tokensOf(sql)[0], 'SET', 'RESET', 'USE', 'CREATE', 'DROP', 'ALTER', 'LOAD', 'UNLOAD', 'ADD', 'REMOVE') && !isAsSelect(tokensOf(sql))

function configure(tokens: SqlToken[], context: StatementContext): Result<StatementAnswer> {
  const [verb, key] = tokens
  const value = tokens.findLast((token) => token.kind === 'string')
  if (isWord(verb, 'RESET')) {
    for (const name of key === undefined ? Object.keys(context.properties) : [key.value]) delete context.properties[name]
  } else if (key !== undefined && value !== undefined && key !== value) context.properties[key.value] = value.value
  return done()
}

const isInsert = (tokens: SqlToken[]): boolean =>
  isWord(tokens[0], 'INSERT') ||
  (isWord(tokens[0], 'EXECUTE') && isWord(tokens[1], 'STATEMENT', 'INSERT')) ||
  (isWord(tokens[0], 'STATEMENT') && isWord(tokens[1], 'SET'))

const isAsSelect = (tokens: SqlToken[]): boolean =>
  isWord(tokens[0], 'CREATE') && tokens.slice(0, 4).some((token) => isWord(token, 'TABLE')) &&
  tokens.some((token, index) => isWord(token, 'AS') && (isWord(tokens[index + 1], 'SELECT', 'WITH', 'VALUES') || false))

function explain(sql: string, tokens: SqlToken[], context: StatementContext): Result<StatementAnswer> {
  const at = tokens.findIndex((token, index) => index > 0 && isWord(token, 'SELECT', 'INSERT', 'WITH', 'STATEMENT', 'EXECUTE', 'VALUES', 'CREATE', 'TABLE'))
  const start = at < 0 ? tokens[1] : tokens[at]
  if (start === undefined) return parseFailure(undefined)
  const inner = sql.slice(start.start)
  const parts = planAll(inner, context)
  if (!parts.ok) return parts
  return table(['result'], [[parts.value[0]?.script?.explainText ?? explainText(parts.value)]])
}

function compile(sql: string, tokens: SqlToken[], context: StatementContext): Result<StatementAnswer> {
  const path = tokens.find((token) => token.kind === 'string')
  const at = tokens.findIndex((token) => isWord(token, 'FOR'))
  const start = tokens[at + 1]
  const key = path === undefined ? undefined : context.blobs.keyOf(path.value)
  if (key === undefined || start === undefined) return failed('rejected', 'SQL parse failed. COMPILE PLAN needs a file of the blob store and a statement.')
  if (isBatch(context)) return failed('rejected', 'The batch planner does not support compiled plans.')
  const inner = sql.slice(start.start)
  const parts = planAll(inner, context)
  if (!parts.ok) return parts
  if (parts.value.some((part) => part.script?.cannotCompile === true)) return failed('rejected', 'The plan cannot be compiled.')
  if (context.blobs.readNow(key) !== undefined) {
    const mayBeThere = tokens.slice(0, at).some((token) => isWord(token, 'EXISTS'))
    return mayBeThere ? done() : failed('rejected', `Cannot overwrite the plan file '${path?.value}'.`)
  }
  // A script's own text is told by EXPLAIN alone.
  const nodes = parts.value.some((part) => part.script?.explainText !== undefined) ? [] : compiledNodes(parts.value)
  context.blobs.writeNow(key, JSON.stringify({ flinkVersion: '2.3', nodes, compiledFrom: inner }))
  return done()
}

function executePlan(tokens: SqlToken[], context: StatementContext): Result<StatementAnswer> {
  const uri = tokens.find((token) => token.kind === 'string')?.value ?? ''
  const key = context.blobs.keyOf(uri)
  const content = key === undefined ? undefined : context.blobs.readNow(key)
  if (content === undefined) return failed('rejected', `Cannot load the plan file '${uri}'.`)
  const { compiledFrom } = JSON.parse(content) as { compiledFrom: string }
  return insert(compiledFrom, context)
}

function insert(sql: string, context: StatementContext): Result<StatementAnswer> {
  const parts = planAll(sql, context)
  if (!parts.ok) return parts
  const engine = context.engine()
  if (!engine.ok) return engine
  const isBounded = parts.value.every((part) => part.query.isBounded)
  const script = parts.value.find((part) => part.script !== undefined)?.script
  if (script?.submitFailure !== undefined) return script.submitFailure
  const paceMs = Math.max(0, ...parts.value.map(({ query }) => ((query.count ?? 0) / query.rowsPerSecond) * 1_000))
  const runMs = script?.runMs ?? Math.max(engine.value.settings.boundedJobMs, paceMs)
  const sent = engine.value.submit(jobOf(sql, context, script, isBounded ? { kind: 'after', runMs } : { kind: 'never' }))
  return sent.ok ? submitted(sent.value.request.jobId) : sent
}

function select(sql: string, context: StatementContext): Result<StatementAnswer> {
  const parts = planAll(sql, context)
  if (!parts.ok) return parts
  const part = parts.value[0]
  if (part === undefined) return parseFailure(undefined)
  const engine = context.engine()
  if (!engine.ok) return engine
  if (part.script?.submitFailure !== undefined) return part.script.submitFailure
  const sent = engine.value.submit(jobOf(sql, context, part.script, { kind: 'by-submitter' }))
  return sent.ok ? ok({ kind: 'query', query: part.query, jobId: sent.value.request.jobId }) : sent
}

function createTableAs(sql: string, tokens: SqlToken[], context: StatementContext): Result<StatementAnswer> {
  const at = tokens.findIndex((token, index) => isWord(token, 'AS') && isWord(tokens[index + 1], 'SELECT', 'WITH', 'VALUES'))
  const name = readPath(tokens, tokens.findIndex((token) => isWord(token, 'TABLE')) + 1)
  const query = sql.slice(tokens[at + 1]?.start ?? sql.length)
  if (name === undefined) return parseFailure(tokens[1])
  const planned = planPart(query, context)
  if (!planned.ok) return planned
  const definition = sql.slice(0, tokens[at]?.start)
  const created = runDdl(definition, tokensOf(definition), context.catalog)
  if (created === undefined || !created.ok) return created ?? parseFailure(tokens[0])
  const made = context.catalog.find(name.path)
  if (made !== undefined && made.columns.length === 0) {
    made.columns = planned.value.query.columns.map((column) => ({ name: column.name, typeText: 'STRING', nullable: column.type.nullable }))
  }
  return insert(`INSERT INTO ${name.path.map((part) => `\`${part}\``).join('.')} ${query}`, context)
}

function jobOf(sql: string, context: StatementContext, script: QueryScript | undefined, ends: JobRequest['ends']): JobRequest {
  const { config } = context
  const interval = config['execution.checkpointing.interval']
  const restoreUri = config['execution.state-recovery.path']
  const engine = context.engine()
  const defaultIntervalMs = engine.ok ? engine.value.settings.checkpointIntervalMs : undefined
  return {
    jobId: config['$internal.pipeline.job-id'] ?? context.ids.hex32(),
    name: config['pipeline.name'] ?? 'insert-into',
    sql,
    parallelism: Number(config['parallelism.default'] ?? 1),
    ends,
    checkpointsUri: config['execution.checkpointing.dir'] ?? context.defaultCheckpointsUri,
    checkpointIntervalMs: isBatch(context) ? undefined : interval === undefined ? defaultIntervalMs : durationMsOf(interval),
    ...(restoreUri === undefined ? {} : { restoreUri }),
    ...(script?.fails === undefined ? {} : { fails: script.fails }),
    ...(script?.sourceOffsets === undefined ? {} : { sourceOffsets: script.sourceOffsets }),
  }
}
