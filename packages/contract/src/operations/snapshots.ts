import Type from 'typebox'
import { environmentParams, oneOf, pageQuery, text } from '../schemas/common.ts'
import {
  Snapshot, SnapshotAdoption, SnapshotChange, SnapshotCreate, SnapshotExport, SnapshotFork, SnapshotList, StatementRestore, snapshotKind, snapshotState, snapshotTrigger,
} from '../schemas/snapshot.ts'
import { Statement } from '../schemas/statement.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'
import * as own from './snapshot-examples.ts'
import { labelSelector } from './statements.ts'

const tag = 'Snapshots'
const environmentPath = '/headgate/v1/organizations/{organization_id}/environments/{environment_id}'
const path = `${environmentPath}/snapshots`
const ofEnvironment = Type.Object(environmentParams)
const ofSnapshot = Type.Object({ ...environmentParams, snapshot_id: text(64, 'Id of the snapshot.') })
const ofStatement = Type.Object({ ...environmentParams, statement_name: text(255, 'Name of the statement.') })
const time = (description: string) => Type.Optional(Type.String({ format: 'date-time', maxLength: 64, description }))
const accepted = (description: string, example: unknown = own.listedSnapshot) => ({ status: 202, description, schema: Snapshot, example }) as const
const leadsTo = ['snapshots.read', 'snapshots.change', 'snapshots.remove', 'snapshot-verifications.create', 'snapshot-cancellations.create']

export const snapshots = {
  list: defineOperation({
    operationId: 'snapshots.list', method: 'GET', path, tag, scope: 'organization', access: 'read',
    summary: 'List snapshots, newest first',
    params: ofEnvironment,
    query: Type.Object({
      statement_name: Type.Optional(text(255)),
      state: Type.Optional(oneOf([...snapshotState.enum])),
      kind: Type.Optional(oneOf([...snapshotKind.enum])),
      trigger: Type.Optional(oneOf([...snapshotTrigger.enum])),
      pinned: Type.Optional(Type.Boolean()),
      trashed: Type.Optional(Type.Boolean({ description: 'Only those in the trash, or only those that are not.' })),
      created_before: time('Only older ones.'),
      created_after: time('Only younger ones.'),
      label_selector: Type.Optional(Type.String({ maxLength: 2048, pattern: labelSelector, description: '`key=value`, several with commas: all must match.' })),
      ...pageQuery,
    }),
    success: { status: 200, description: 'A page of snapshots.', schema: SnapshotList, example: examples.listOne('Snapshot', 'headgate/v1', '/headgate/v1/…/snapshots', own.listedSnapshot) },
    errors: [422],
  }),
  create: defineOperation({
    operationId: 'snapshots.create', method: 'POST', path, tag, scope: 'organization', access: 'write',
    summary: 'Take a snapshot of a running statement',
    description: 'Has Flink write a savepoint while the statement goes on; what fails is tried again. It is complete when its `_metadata` was read back. A pinned one is how to keep the present state for good.',
    leadsTo,
    params: ofEnvironment, body: SnapshotCreate, bodyExample: own.snapshotCreate,
    success: { status: 201, description: 'The snapshot, PENDING.', schema: Snapshot, example: own.newSnapshot },
    errors: [409, 422],
  }),
  read: defineOperation({
    operationId: 'snapshots.read', method: 'GET', path: `${path}/{snapshot_id}`, tag, scope: 'organization', access: 'read',
    summary: 'Read a snapshot, and who needs it',
    params: ofSnapshot,
    success: { status: 200, description: 'The snapshot.', schema: Snapshot, example: own.snapshot },
  }),
  change: defineOperation({
    operationId: 'snapshots.change', method: 'PATCH', path: `${path}/{snapshot_id}`, tag, scope: 'organization', access: 'write',
    summary: 'Pin, label or retain a snapshot',
    description: 'A merge patch: what is absent stays, null removes.',
    params: ofSnapshot, body: SnapshotChange, bodyExample: own.snapshotChange,
    success: { status: 200, description: 'The snapshot.', schema: Snapshot, example: own.listedSnapshot },
    errors: [409, 422],
  }),
  remove: defineOperation({
    operationId: 'snapshots.remove', method: 'DELETE', path: `${path}/{snapshot_id}`, tag, scope: 'organization', access: 'write',
    summary: 'Throw a snapshot away',
    description: 'It goes to the trash and is deleted when the time of the policy is over; until then it can be recovered. Refused with the names of those that need it, and while it is pinned.',
    params: ofSnapshot,
    success: accepted('The snapshot, in the trash.', own.trashedSnapshot),
    errors: [409],
  }),
}

export const snapshotRecoveries = {
  create: defineOperation({
    operationId: 'snapshot-recoveries.create', method: 'POST', path: `${path}/{snapshot_id}/recoveries`, tag, scope: 'organization', access: 'write',
    summary: 'Take a snapshot out of the trash',
    params: ofSnapshot, success: accepted('The snapshot.'),
  }),
}

export const snapshotCancellations = {
  create: defineOperation({
    operationId: 'snapshot-cancellations.create', method: 'POST', path: `${path}/{snapshot_id}/cancellations`, tag, scope: 'organization', access: 'write',
    summary: 'Cancel a snapshot that is being taken',
    description: 'Flink cannot be told to stop writing a savepoint: what it still writes is cleaned up. One that is written meanwhile stays.',
    params: ofSnapshot, success: accepted('The snapshot.'),
  }),
}

export const snapshotVerifications = {
  create: defineOperation({
    operationId: 'snapshot-verifications.create', method: 'POST', path: `${path}/{snapshot_id}/verifications`, tag, scope: 'organization', access: 'write',
    summary: 'Look whether every file of a snapshot is there',
    params: ofSnapshot, success: accepted('The snapshot; the outcome comes in `status.verifications`.'),
  }),
}

export const snapshotDrills = {
  create: defineOperation({
    operationId: 'snapshot-drills.create', method: 'POST', path: `${path}/{snapshot_id}/drills`, tag, scope: 'organization', access: 'write',
    summary: 'Really restore a snapshot, out of sight',
    description: 'In a pool of its own, with sinks that lead nowhere and a consumer group of its own, until the first checkpoint completes; then that is thrown away.',
    params: ofSnapshot, success: accepted('The snapshot; the outcome comes in `status.verifications`.'),
  }),
}

export const snapshotExports = {
  create: defineOperation({
    operationId: 'snapshot-exports.create', method: 'POST', path: `${path}/{snapshot_id}/exports`, tag, scope: 'organization', access: 'write',
    summary: 'Copy a savepoint, complete and relocatable',
    description: 'Checkpoints cannot be copied: they name files of other directories. Take a snapshot instead.',
    leadsTo: ['snapshots.read', 'snapshots.change', 'snapshots.remove'],
    params: ofSnapshot, body: SnapshotExport, bodyExample: own.snapshotExport,
    success: { status: 201, description: 'The copy, PENDING.', schema: Snapshot, example: own.exportedSnapshot },
  }),
}

export const snapshotForks = {
  create: defineOperation({
    operationId: 'snapshot-forks.create', method: 'POST', path: `${path}/{snapshot_id}/forks`, tag, scope: 'organization', access: 'write',
    summary: 'Create a statement that begins with the state of a snapshot',
    description:
      'It runs the SQL of the snapshot’s statement under a new name, with transactional ids and consumer groups of its own. Where a sink writes exactly once, it takes a snapshot of a stop only, or leaves the state of sinks behind: ' +
      'else transactions of the other statement could be committed again. Where a sink writes files, it always leaves it behind: else it would go on writing the other statement’s files.',
    leadsTo: ['statements.read', 'statements.change', 'statements.remove', 'statement-events.list'],
    params: ofSnapshot, body: SnapshotFork, bodyExample: own.snapshotFork,
    success: { status: 201, description: 'The statement.', schema: Statement, example: examples.statement },
  }),
}

export const snapshotAdoptions = {
  create: defineOperation({
    operationId: 'snapshot-adoptions.create', method: 'POST', path: `${environmentPath}/snapshot-adoptions`, tag, scope: 'organization', access: 'write',
    summary: 'Register a snapshot that lies in the store already',
    description: 'From then on Headgate owns it: it is read back, shown, verified, and deleted as any other.',
    params: ofEnvironment, body: SnapshotAdoption, bodyExample: own.snapshotAdoption,
    leadsTo,
    success: { status: 201, description: 'The snapshot, its `_metadata` not read back yet.', schema: Snapshot, example: own.adoptedSnapshot },
  }),
}

export const statementRestores = {
  create: defineOperation({
    operationId: 'statement-restores.create', method: 'POST', path: `${environmentPath}/statements/{statement_name}/restores`, tag, scope: 'organization', access: 'write',
    summary: 'Resume a statement from a snapshot',
    description: 'Of a statement that is STOPPED or parked. What it did since that snapshot it does again. One that writes files goes on from its newest state only: fork an older snapshot instead.',
    params: ofStatement, body: StatementRestore, bodyExample: { snapshot_id: own.snapshot.id },
    success: { status: 202, description: 'The statement.', schema: Statement, example: examples.statement },
  }),
}
