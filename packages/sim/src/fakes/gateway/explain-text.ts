import type { PlannedQuery } from './query-script.ts'

/** A plan's text in Flink's layout; `target` is the table it is written to. */
export function explainText(queries: { query: PlannedQuery; target?: string }[]): string {
  const lines = queries.flatMap(({ query, target }) => physical(query, target))
  const abstract = queries.map(({ query, target }) =>
    [`Logical${target === undefined ? 'Project' : `Sink(table=[${target}]`}${target === undefined ? `(${fields(query)})` : `, ${fields(query)})`}`, ...query.sources.map((source) => `   +- LogicalTableScan(table=[[${source.split('.').join(', ')}]])`)].join('\n'),
  )
  return [
    '== Abstract Syntax Tree ==',
    ...abstract,
    '',
    '== Optimized Physical Plan ==',
    ...lines,
    '',
    '== Optimized Execution Plan ==',
    ...lines.map((line) => line.replace(/, changelogMode=\[[A-Z,]+\]/, '')),
    '',
  ].join('\n')
}

function physical(query: PlannedQuery, target: string | undefined): string[] {
  const chain: string[] = []
  if (target !== undefined) chain.push(`Sink(table=[${target}], ${fields(query)}, changelogMode=[NONE])`)
  if (query.isUpdating) chain.push(`GroupAggregate(select=[${names(query)}], changelogMode=[I,UA])`, 'Exchange(distribution=[hash], changelogMode=[I])')
  chain.push(`Calc(select=[${names(query)}], changelogMode=[I])`)
  const rest = query.sources.length === 0 ? ['Values(tuples=[[{ 0 }]], changelogMode=[I])'] : query.sources.map((source) => `TableSourceScan(table=[[${source.split('.').join(', ')}]], ${fields(query)}, changelogMode=[I])`)
  const depth = chain.length
  return [...chain.map((line, index) => indent(index) + line), ...rest.map((line) => indent(depth) + line)]
}

const indent = (depth: number): string => (depth === 0 ? '' : `${'   '.repeat(depth - 1)}+- `)
const names = (query: PlannedQuery): string => query.columns.map((column) => column.name).join(', ')
const fields = (query: PlannedQuery): string => `fields=[${names(query)}]`

/** The nodes of a compiled plan, as far as they are read. */
export const compiledNodes = (queries: { query: PlannedQuery; target?: string }[]): object[] =>
  queries.flatMap(({ query, target }) =>
    physical(query, target).toReversed().map((line) => {
      const description = line.replace(/^[ :+-]*/, '').replace(/, changelogMode=\[[A-Z,]+\]/, '')
      return { description, ...(description.startsWith('Sink(') ? { inputChangelogMode: query.isUpdating ? ['INSERT', 'UPDATE_AFTER'] : ['INSERT'] } : {}) }
    }),
  )
