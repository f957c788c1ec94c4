import { join } from 'node:path'
import type { PoolKey } from '@headgate/ports'
import { namesIn } from './worker-record.ts'

/** The directories of one cluster generation. */
export interface GenerationDirectory {
  path: string
  conf: string
  log: string
  tmp: string
  workers: string
}

const safeName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/

/** `<data>/organizations/<org>/environments/<env>/pools/<pool>`. Throws on a name that is no directory name: ids are made by us. */
export function poolDirectory(dataDirectory: string, pool: PoolKey): string {
  for (const name of [pool.organizationId, pool.environmentId, pool.computePoolId]) {
    if (!safeName.test(name)) throw new Error(`'${name}' cannot be a part of a pool's directory`)
  }
  return join(dataDirectory, 'organizations', pool.organizationId, 'environments', pool.environmentId, 'pools', pool.computePoolId)
}

export function generationDirectory(dataDirectory: string, pool: PoolKey, clusterGeneration: number): GenerationDirectory {
  const path = join(poolDirectory(dataDirectory, pool), 'generations', String(clusterGeneration))
  return { path, conf: join(path, 'conf'), log: join(path, 'log'), tmp: join(path, 'tmp'), workers: join(path, 'workers') }
}

/** The generations of a pool that have a directory, oldest first. */
export function listGenerations(dataDirectory: string, pool: PoolKey): number[] {
  return namesIn(join(poolDirectory(dataDirectory, pool), 'generations'))
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
}

/** Every pool that has a directory. */
export function listPools(dataDirectory: string): PoolKey[] {
  const organizations = join(dataDirectory, 'organizations')
  const below = (...parts: string[]) => namesIn(join(organizations, ...parts)).filter((name) => safeName.test(name))
  return below().flatMap((organizationId) =>
    below(organizationId, 'environments').flatMap((environmentId) =>
      below(organizationId, 'environments', environmentId, 'pools').map((computePoolId) => ({ organizationId, environmentId, computePoolId })),
    ),
  )
}
