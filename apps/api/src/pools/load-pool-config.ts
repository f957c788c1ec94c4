import { ok } from '@headgate/domain'
import type { ComputePoolConfig, Result } from '@headgate/domain'
import type { ApiDeps } from '../deps.ts'

/** The settings of an organization; version 0 stands for one that has chosen nothing. */
export async function loadPoolConfig({ resources, config, clock }: Pick<ApiDeps, 'resources' | 'config' | 'clock'>, organizationId: string): Promise<Result<ComputePoolConfig>> {
  const loaded = await resources.computePoolConfigs.load(organizationId)
  if (loaded.ok || loaded.reason !== 'not-found') return loaded
  const nowMs = clock.nowMs()
  return ok({
    organizationId,
    defaultPoolEnabled: config.defaultPool.enabled,
    defaultPoolMaxCfu: config.defaultPool.maxCfu,
    version: 0,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  })
}
