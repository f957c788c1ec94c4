import type { Checker } from '../sim.ts'

/** A session of a statement is on a gateway of its own environment, and so are its tables. */
export const tenantsStayApart: Checker = {
  name: 'tenants stay apart',
  check({ world, ledger }) {
    const workers = new Map(world.cluster.alive('gateway').map(({ worker }) => [worker.workerId, worker]))
    return world.gateway.sessions().flatMap((session) => {
      const owner = ledger.statements.get(session.name)
      const worker = workers.get(session.gatewayWorkerId)
      if (owner === undefined || worker === undefined || owner.environmentId === worker.environmentId) return []
      return [`a session of ${owner.name} (${owner.environmentId}) is on ${worker.workerId} of ${worker.environmentId}`]
    })
  },
}
