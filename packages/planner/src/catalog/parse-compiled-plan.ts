import { explainedPlanOf, readPlanNode } from './parse-explain.ts'
import type { ExplainedPlan } from './parse-explain.ts'

/** What is read of a node; `description` is the line that EXPLAIN prints for it, without its changelog mode. */
interface CompiledNode {
  description?: unknown
  /** Of sinks: the kinds of changes that come in. */
  inputChangelogMode?: unknown
}

/**
 * Reads a plan that Flink 2.3 wrote with COMPILE PLAN: it tells all that EXPLAIN CHANGELOG_MODE would, so that one planning is enough.
 * Undefined: the text is no such plan.
 */
export function parseCompiledPlan(text: string): ExplainedPlan | undefined {
  const nodes = readNodes(text)
  if (nodes === undefined) return undefined
  const described = nodes.flatMap((node) => (typeof node.description === 'string' ? (readPlanNode(node.description) ?? []) : []))
  if (described.length !== nodes.length) return undefined
  const sinks = nodes.filter((node) => Array.isArray(node.inputChangelogMode))
  return explainedPlanOf(described, sinks.length > 0 && sinks.every((sink) => (sink.inputChangelogMode as unknown[]).every((kind) => kind === 'INSERT')))
}

/** Whether a text is a plan that `readExplain` can read. */
export const isCompiledPlan = (text: string): boolean => parseCompiledPlan(text) !== undefined

function readNodes(text: string): CompiledNode[] | undefined {
  try {
    const { nodes } = JSON.parse(text) as { nodes?: unknown }
    return Array.isArray(nodes) && nodes.length > 0 && nodes.every((node) => typeof node === 'object' && node !== null) ? (nodes as CompiledNode[]) : undefined
  } catch {
    return undefined
  }
}
