/** A node of Flink's optimized physical plan. */
export interface PlanNode {
  depth: number
  name: string
  text: string
  /** `I`, `UB`, `UA`, `D`; empty in batch, where rows are only inserted. */
  changelog: string[]
}

/** What a plan tells of a statement. */
export interface ExplainedPlan {
  /** Of the result, or of what goes into every sink: no row is ever changed or taken back. */
  isAppendOnly: boolean
  /** Every table that is read, as Flink prints it: `catalog, database, name`. */
  sources: string[]
  sinks: string[]
  /** What keeps state for ever when its input never ends and no state TTL is set: one sentence each, deduplicated. */
  unboundedState: string[]
}

/**
 * Reads the text of EXPLAIN CHANGELOG_MODE of Flink 2.3. Undefined: the text has no physical plan.
 */
export function parseExplain(text: string): ExplainedPlan | undefined {
  const section = /== Optimized Physical Plan ==\n([^]*?)(?=\n== |$)/.exec(text)?.[1]
  if (section === undefined) return undefined
  const nodes = section.split('\n').map(readPlanNode).filter((node) => node !== undefined)
  const roots = nodes.flatMap((node, index) => {
    if (node.depth > 0) return []
    return node.name === 'Sink' || node.name === 'LegacySink' ? nodes.slice(index + 1, index + 2) : [node]
  })
  return explainedPlanOf(nodes, roots.every((node) => node.changelog.every((kind) => kind === 'I')))
}

/** What the nodes of a plan tell together. */
export function explainedPlanOf(nodes: readonly PlanNode[], isAppendOnly: boolean): ExplainedPlan {
  return {
    isAppendOnly,
    sources: distinct(nodes.flatMap((node) => /table=\[\[(.*?)\]\]/.exec(node.text)?.[1]?.replace(pushedDown, '') ?? [])),
    sinks: distinct(nodes.filter((node) => node.name === 'Sink').flatMap((node) => /table=\[(.*?)\]/.exec(node.text)?.[1] ?? [])),
    unboundedState: distinct(nodes.flatMap((node) => stateOf(node) ?? [])),
  }
}

/** What the planner moved into a source is printed behind the table's name. */
const pushedDown = /, (project|metadata|filter|limit|partitions|watermark\w*|source|aggregates|sort\w*)=\[.*$/

const distinct = (values: string[]): string[] => [...new Set(values)]

/** Lines look like `:  +- Calc(select=[id], changelogMode=[I])`. */
export function readPlanNode(line: string): PlanNode | undefined {
  const match = /^([ :+-]*)(\w+)\(([^]*)/.exec(line)
  if (match === null) return undefined
  const changelog = /changelogMode=\[([^\]]*)\]\)?(\(reuse_id=\[\d+\]\))?$/.exec(line)?.[1] ?? ''
  return { depth: match[1]!.length, name: match[2]!, text: line, changelog: changelog === '' || changelog === 'NONE' ? [] : changelog.split(',') }
}

/** Why the operator's state grows with its input, and what bounds it; undefined: it does not. */
function stateOf(node: PlanNode): string | undefined {
  switch (node.name) {
    case 'Join':
    case 'MultiJoin':
      return 'A join without a bound in time keeps all rows of both sides: join within a time interval or window'
    case 'GroupAggregate':
    case 'GlobalGroupAggregate':
    case 'IncrementalGroupAggregate':
    case 'GroupTableAggregate':
      // Without keys there is one row of state.
      if (!node.text.includes('groupBy=[')) return undefined
      return 'A GROUP BY or DISTINCT without a window keeps a row for every key that was ever seen: group by a window'
    case 'Rank':
      return node.text.includes('partitionBy=[') ? 'A ranking or deduplication keeps rows for every key that was ever seen: rank within a window' : undefined
    case 'Deduplicate':
      return 'A deduplication keeps a row for every key that was ever seen: deduplicate within a window'
    case 'OverAggregate':
      if (!node.text.includes('UNBOUNDED PRECEDING') || !node.text.includes('partitionBy=[')) return undefined
      return 'An OVER aggregate from UNBOUNDED PRECEDING keeps a row for every partition that was ever seen: bound its range'
    case 'ChangelogNormalize':
      return 'Reading an upsert table keeps its newest row for every key'
    case 'Match':
      return node.text.includes('WITHIN') || node.text.includes('interval=[') ? undefined : 'MATCH_RECOGNIZE without WITHIN keeps rows of unfinished matches for ever: add WITHIN INTERVAL'
    case 'Sink':
      return node.text.includes('upsertMaterialize=[true]') ? 'Writing into a table with another key than the query has keeps all rows of every key: use the same key' : undefined
    default:
      return undefined
  }
}
