import type { Catalog, StatementTraits, StatementWarning } from '@headgate/domain'
import type { ReadStatement } from '@headgate/sql'
import { isBounded, planObject } from './is-bounded.ts'
import { parseCompiledPlan } from './parse-compiled-plan.ts'
import { parseExplain } from './parse-explain.ts'
import { isSnapshot } from './render-session.ts'
import { optionsOf } from './statement-text.ts'
import { unboundedStateWarnings } from './unbounded-state-warnings.ts'

export interface ExplainInput {
  /** The answer to EXPLAIN CHANGELOG_MODE, or a plan that COMPILE PLAN wrote. */
  text: string
  read: ReadStatement
  properties: Record<string, string>
  catalog: Catalog
  nowMs: number
}

/**
 * What a plan tells of a statement: whether it ends, whether its rows are final, and where its state grows for ever.
 * `upsertColumns` is never told: Flink's result stream always has update-before rows, so clients do not need it.
 */
export function readExplain(input: ExplainInput): { traits: Pick<StatementTraits, 'isBounded' | 'isAppendOnly'>; warnings: StatementWarning[]; exactlyOnceSinks?: string[]; fileSinks?: string[] } {
  const explained = parseCompiledPlan(input.text) ?? parseExplain(input.text)
  if (explained === undefined) return { traits: {}, warnings: [] }
  const boundedMode = input.properties['sql.tables.scan.bounded.mode'] ?? ''
  const hinted = Object.assign(boundedMode === '' ? {} : { 'scan.bounded.mode': boundedMode }, ...input.read.optionLists.filter((list) => list.where === 'hint').map(optionsOf))
  const bounded = isBounded(explained, { catalog: input.catalog, snapshot: isSnapshot(input.properties), hinted })
  const sinkOptions = (sink: string) => ({ ...planObject(sink, input.catalog)?.options, ...hinted })
  return {
    traits: { isBounded: bounded, isAppendOnly: explained.isAppendOnly },
    warnings: unboundedStateWarnings(explained, { isBounded: bounded, stateTtl: input.properties['sql.state-ttl'], nowMs: input.nowMs }),
    exactlyOnceSinks: explained.sinks.filter((sink) => commitsWithCheckpoints(sinkOptions(sink))),
    fileSinks: explained.sinks.filter((sink) => writesFiles(sinkOptions(sink))),
  }
}

/** What is written becomes visible with a checkpoint, and not before: another job with the same state would do it again. */
const commitsWithCheckpoints = (options: Record<string, string>): boolean =>
  writesFiles(options) || ((options.connector === 'kafka' || options.connector === 'upsert-kafka') && options['sink.delivery-guarantee'] === 'exactly-once')

const writesFiles = (options: Record<string, string>): boolean => options.connector === 'filesystem'
