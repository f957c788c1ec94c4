import { endpointOf, readyGateway } from '../pool/pool-workers.ts'
import { asksNothing, finish, wait } from './draft.ts'
import { hasLiveJob } from './live-job.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/** Plans the end of a statement: its job is proven gone first, then its rows go. */
export function planDeletion(world: StatementWorld): StatementPlan {
  const { statement, pool } = world
  const status = { phase: 'DELETING' as const, detail: '' }
  if (!hasLiveJob(statement) || pool === undefined) {
    return finish(world, { intent: asksNothing, status, actions: [{ kind: 'remove-statement' }], wakeAfterMs: 2_000 })
  }
  const generation = statement.intent.generation
  if (generation === undefined) return finish(world, { status, actions: [{ kind: 'remove-statement' }] })
  const jobManagerEndpoint = endpointOf(pool, 'jobmanager', generation.clusterGeneration)
  if (statement.class === 'query') {
    const gatewayEndpoint = readyGateway(pool)?.endpoint
    return finish(world, {
      status,
      actions: [{ kind: 'end-query', generation, gatewayEndpoint, jobManagerEndpoint }],
      wakeAfterMs: 500,
    })
  }
  if (jobManagerEndpoint === undefined) {
    return wait(world, 'WaitingForJobManager', 'Waiting until the JobManager of the job answers or is proven gone.', { status, wakeAfterMs: 2_000 })
  }
  return finish(world, { status, actions: [{ kind: 'cancel-job', jobManagerEndpoint, generation }], wakeAfterMs: 500 })
}
