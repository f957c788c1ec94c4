import type { Hunt } from './hunt.ts'
import type { PlantedBug } from './planted-bug.ts'

/** What the checkers said, without what is of this one run. */
export const withoutIds = (violation: string): string =>
  violation
    .replace(/\b[0-9a-f]{32}\b/g, 'J')
    .replace(/\([0-9a-f]{8}-[0-9a-f-]{27}(, \w+)?\)/g, '')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'U')
    .replace(/canary-\w+/g, 'S')
    .replace(/\b(?:alfa|bravo)-[\w-]+/g, 'X')
    .replace(/(?:organizations|file:\/\/\/sim)\/\S+/g, 'F')
    .replace(/lfcp-[\w-]+/g, 'P')
    .replace(/^(?:GET|POST|PUT|PATCH|DELETE) \S+.*? -> (\d{3}): /, 'answer $1: ')
    .replace(/\s+/g, ' ')
    .replaceAll('|', '/')

/** One row of the table for each hunt. */
export function renderHunts(bugs: readonly PlantedBug[], hunts: readonly Hunt[]): string {
  const rows = hunts.map((hunt) => {
    const breaks = bugs.find((bug) => bug.name === hunt.name)?.breaks ?? ''
    const caughtBy = hunt.problem !== undefined ? `BROKEN: ${hunt.problem}` : hunt.violation === undefined ? 'NOT FOUND' : withoutIds(hunt.violation).slice(0, 140)
    return `| ${hunt.name} | ${breaks} | ${caughtBy} | ${hunt.seedsRun} | ${hunt.seed ?? ''} | ${hunt.step ?? ''} |`
  })
  return ['| planted bug | promise it breaks | what the checkers said | seeds it took | seed | step |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n')
}
