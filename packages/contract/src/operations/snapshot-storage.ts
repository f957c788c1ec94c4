import Type from 'typebox'
import { environmentParams, pageQuery } from '../schemas/common.ts'
import { SnapshotStorage, StorageDeletionList } from '../schemas/snapshot-storage.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'
import * as own from './snapshot-examples.ts'

const tag = 'Snapshots'
const path = '/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-storage'
const ofEnvironment = Type.Object(environmentParams)

export const snapshotStorage = {
  read: defineOperation({
    operationId: 'snapshot-storage.read', method: 'GET', path, tag, scope: 'organization', access: 'read',
    summary: 'Read what the newest scan of the environment’s files found',
    description: 'Bytes and files of each class and statement, and what the next clean-up would delete, and why each.',
    params: ofEnvironment,
    success: { status: 200, description: 'The report.', schema: SnapshotStorage, example: own.snapshotStorage },
  }),
}

export const snapshotStorageScans = {
  create: defineOperation({
    operationId: 'snapshot-storage-scans.create', method: 'POST', path: `${path}/scans`, tag, scope: 'organization', access: 'write',
    summary: 'Ask for a scan of the environment’s files',
    params: ofEnvironment,
    success: { status: 202, description: 'The newest report, and when the scan was asked for.', schema: SnapshotStorage, example: own.snapshotStorage },
  }),
}

export const snapshotStorageDeletions = {
  list: defineOperation({
    operationId: 'snapshot-storage-deletions.list', method: 'GET', path: `${path}/deletions`, tag, scope: 'organization', access: 'read',
    summary: 'List what was deleted from the store, newest first',
    params: ofEnvironment, query: Type.Object({ ...pageQuery }),
    success: { status: 200, description: 'A page of deletions.', schema: StorageDeletionList, example: examples.listOne('StorageDeletion', 'headgate/v1', '/headgate/v1/…/snapshot-storage/deletions', own.storageDeletion) },
  }),
}
