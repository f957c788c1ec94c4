import type { Dev } from '@headgate/dev-env'
import { readFlinkProcesses } from '../instance/flink-endpoints.ts'
import { readTree, readUsage } from './read-usage.ts'
import type { Usage } from './read-usage.ts'

/** The processes of an instance by what they are for. */
export type Groups = Record<'supervisor' | 'API' | 'controller' | 'Postgres' | 'JobManagers' | 'SQL gateways' | 'TaskManagers', number[]>

/** Names of the groups that are the control plane; the others are Flink. */
export const controlPlane: readonly (keyof Groups)[] = ['supervisor', 'API', 'controller', 'Postgres']

/** Finds the processes of an instance whose supervisor is `supervisorPid`. */
export async function findGroups(pids: ReturnType<Dev['pids']>, supervisorPid: number, dataDirectory: string): Promise<Groups> {
  const flink = await readFlinkProcesses(dataDirectory)
  const ofRole = (role: (typeof flink)[number]['role']) => flink.filter((process) => process.role === role).map(({ pid }) => pid)
  const one = (pid: number | undefined) => (pid === undefined ? [] : [pid])
  return {
    supervisor: [supervisorPid],
    API: one(pids.api),
    controller: one(pids.controller),
    Postgres: pids.postgres === undefined ? [] : await readTree(pids.postgres),
    JobManagers: ofRole('jobmanager'),
    'SQL gateways': ofRole('gateway'),
    TaskManagers: ofRole('taskmanager'),
  }
}

/** What each group uses now. */
export async function readGroups(groups: Groups): Promise<Record<keyof Groups, Usage>> {
  const entries = await Promise.all(Object.entries(groups).map(async ([name, pids]) => [name, await readUsage(pids)] as const))
  return Object.fromEntries(entries) as Record<keyof Groups, Usage>
}
