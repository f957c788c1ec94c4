import type { Catalog, CatalogObject } from '@headgate/domain'
import { findObject } from './name-resolution.ts'
import type { ExplainedPlan } from './parse-explain.ts'

/** What boundedness depends on besides the plan. */
export interface BoundednessContext {
  catalog: Catalog
  /** `sql.snapshot.mode` = 'now': every source was bounded when the session was rendered. */
  snapshot: boolean
  /** Options of the statement's hints and properties, all tables together. */
  hinted: Record<string, string>
}

/** True when every source of the plan ends. An unknown source counts as endless. */
export function isBounded(explained: Pick<ExplainedPlan, 'sources'>, context: BoundednessContext): boolean {
  if (context.snapshot) return true
  return explained.sources.every((source) => {
    const object = planObject(source, context.catalog)
    return object !== undefined && endsByItself({ ...object.options, ...context.hinted })
  })
}

/** Tables are printed as `catalog, database, name`, or with points between. */
export function planObject(printed: string, catalog: Catalog): CatalogObject | undefined {
  const [, database, ...name] = printed.split(', ')
  return findObject(catalog, database ?? '', name.join(', ')) ?? catalog.objects.find((object) => [', ', '.'].some((mark) => printed.endsWith(`${mark}${object.database}${mark}${object.name}`)))
}

function endsByItself(options: Record<string, string>): boolean {
  switch (options.connector) {
    case 'filesystem':
      return options['source.monitor-interval'] === undefined
    case 'datagen':
      // A sequence is over with its last number, and the table with its first sequence.
      return options['number-of-rows'] !== undefined || Object.entries(options).some(([key, value]) => /^fields\..+\.kind$/.test(key) && value.toLowerCase() === 'sequence')
    case 'kafka':
    case 'upsert-kafka':
      return (options['scan.bounded.mode'] ?? 'unbounded') !== 'unbounded'
    case 'jdbc':
      return true
    default:
      return false
  }
}
