export { needed, needsOf, plainUri, sameUri } from './needs.ts'
export type { SnapshotNeed } from './needs.ts'
export { planSavepoint } from './plan-savepoint.ts'
export type { SavepointPlan, SavepointSeen, SavepointSettings, SavepointWorld, TriggerSavepoint } from './plan-savepoint.ts'
