export { grantSlots } from './grant-slots.ts'
export { planPool } from './plan-pool.ts'
export type { PoolAction, PoolPlan, PoolSettings, PoolWorld } from './plan-pool.ts'
export { endpointOf, isAlive, isProvenGone, readyGateway, seenWorkers } from './pool-workers.ts'
