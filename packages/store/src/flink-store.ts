import { ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { readAuthorities } from './create-store.ts'
import type { StoreConfig, StoreKeys } from './read-store-config.ts'

/** The store as Flink's processes reach it. */
export interface FlinkStore {
  endpoint?: string
  region: string
  pathStyle: boolean
  credentials?: StoreKeys
  certificateAuthorities?: string
  environment: Record<string, string>
}

/** What Flink needs to know of a store on S3; undefined for a directory, which it reaches like any other file. */
export async function flinkStore(config: StoreConfig): Promise<Result<FlinkStore | undefined>> {
  if (config.kind === 'directory') return ok(undefined)
  const authorities = await readAuthorities(config.caFile)
  if (!authorities.ok) return authorities
  const credentials = config.flinkKeys ?? config.keys
  return ok({
    region: config.region,
    pathStyle: config.pathStyle,
    environment: config.locators,
    ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(authorities.value === undefined ? {} : { certificateAuthorities: authorities.value }),
  })
}
