import type { Pool, Statement } from '@headgate/domain'
import type { NewPool } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, tenantKey, wakeWork } from './fake-database.ts'

/** The own pools that match. */
export const ownPools = (database: FakeDatabase, matches: (pool: Pool, of: NonNullable<Pool['ownOf']>) => boolean): Pool[] =>
  [...database.pools.values()].filter((pool) => pool.ownOf !== undefined && matches(pool, pool.ownOf))

/** A statement with the own pool that it runs in, as the database derives it: its own, and of the pool that its spec names. */
export function withOwnPool(database: FakeDatabase, statement: Statement): Statement {
  const [pool] = ownPools(database, (each, of) => isOf(statement, each) && of.statementUid === statement.uid && of.computePoolId === statement.spec.computePoolId)
  return pool === undefined ? statement : { ...statement, ownPoolId: pool.id }
}

/** Stores an own pool, unless it is there from an earlier stay. */
export function addOwnPool(database: FakeDatabase, pool: NewPool | undefined): void {
  if (pool === undefined || database.pools.has(tenantKey(pool, pool.id))) return
  database.pools.set(tenantKey(pool, pool.id), { ...copy(pool), specVersion: 1, intentVersion: 1, updatedAtMs: pool.createdAtMs })
  wakePools(database, [pool])
}

/** Makes the keys of pools due now. */
export function wakePools(database: FakeDatabase, pools: readonly Pick<Pool, 'organizationId' | 'environmentId' | 'id'>[]): void {
  for (const { organizationId, environmentId, id } of pools) wakeWork(database, { kind: 'pool', organizationId, environmentId, id })
}
