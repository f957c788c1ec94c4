import type { Result, Snapshot, Statement, Tenant } from '@headgate/domain'
import type { Random } from '../../random.ts'
import type { History } from '../history.ts'

const isOf = (tenant: Tenant, row: Tenant): boolean => row.environmentId === tenant.environmentId && row.organizationId === tenant.organizationId

/** Statements that people see, newest first. */
export const statementsOf = ({ world }: History, tenant: Tenant): Statement[] => [...world.stores.database.statements.values()].filter((row) => isOf(tenant, row) && row.scratch !== true).reverse()

export const snapshotsOf = ({ world }: History, tenant: Tenant): Snapshot[] => [...world.stores.database.snapshots.values()].filter((row) => isOf(tenant, row)).reverse()

export function anyStatement(history: History, tenant: Tenant, random: Random, matches: (row: Statement) => boolean): Statement | undefined {
  const found = statementsOf(history, tenant).filter(matches)
  return found.length === 0 ? undefined : random.pick(found)
}

export function anySnapshot(history: History, tenant: Tenant, random: Random, matches: (row: Snapshot) => boolean): Snapshot | undefined {
  const found = snapshotsOf(history, tenant).filter(matches)
  return found.length === 0 ? undefined : random.pick(found)
}

/** Between what a person (or the API for them) read and what is written some time may pass. */
export async function hesitate({ world }: History, random: Random): Promise<void> {
  if (random.chance(0.2)) await world.clock.sleep(random.pick([100, 2_000, 60_000]))
}

/** How an answer is told in the story. */
export const told = (what: string, answer: Result<unknown>): string => (answer.ok ? what : `${what}: refused (${answer.reason})`)
