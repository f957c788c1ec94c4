import Type from 'typebox'
import { environmentParams, pageQuery, text } from '../schemas/common.ts'
import { SnapshotPolicy, SnapshotPolicyCreate, SnapshotPolicyList, SnapshotPolicyReplace } from '../schemas/snapshot-policy.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'
import * as own from './snapshot-examples.ts'

const tag = 'Snapshots'
const path = '/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-policies'
const ofEnvironment = Type.Object(environmentParams)
const ofPolicy = Type.Object({ ...environmentParams, policy_name: text(255, 'Name of the policy.') })

export const snapshotPolicies = {
  list: defineOperation({
    operationId: 'snapshot-policies.list', method: 'GET', path, tag, scope: 'organization', access: 'read',
    summary: 'List snapshot policies',
    description: 'What a person made stays until a person deletes it, or its `retain_until` is over. Of all else, without any policy, a week and at least the newest ten of each statement are kept, what is thrown away stays a day in the trash, and nothing is taken by itself.',
    params: ofEnvironment, query: Type.Object({ statement_name: Type.Optional(text(255)), ...pageQuery }),
    success: { status: 200, description: 'A page of policies.', schema: SnapshotPolicyList, example: examples.listOne('SnapshotPolicy', 'headgate/v1', '/headgate/v1/…/snapshot-policies', own.snapshotPolicy) },
  }),
  create: defineOperation({
    operationId: 'snapshot-policies.create', method: 'POST', path, tag, scope: 'organization', access: 'write',
    summary: 'Create a snapshot policy',
    description: 'Of the environment, or of one statement of it: that of a statement holds instead of that of the environment. There is at most one of each.',
    leadsTo: ['snapshot-policies.read', 'snapshot-policies.replace', 'snapshot-policies.remove'],
    params: ofEnvironment, body: SnapshotPolicyCreate, bodyExample: own.snapshotPolicyCreate,
    success: { status: 201, description: 'The policy.', schema: SnapshotPolicy, example: own.snapshotPolicy },
    errors: [402, 409, 422],
  }),
  read: defineOperation({
    operationId: 'snapshot-policies.read', method: 'GET', path: `${path}/{policy_name}`, tag, scope: 'organization', access: 'read',
    summary: 'Read a snapshot policy',
    params: ofPolicy,
    success: { status: 200, description: 'The policy.', schema: SnapshotPolicy, example: own.snapshotPolicy },
  }),
  replace: defineOperation({
    operationId: 'snapshot-policies.replace', method: 'PUT', path: `${path}/{policy_name}`, tag, scope: 'organization', access: 'write',
    summary: 'Replace a snapshot policy',
    description: 'Takes the whole object as it was read; what is absent in its spec gets its default. `metadata.resource_version`, if given, must be the present one.',
    params: ofPolicy, body: SnapshotPolicyReplace, bodyExample: own.snapshotPolicy,
    success: { status: 200, description: 'The policy.', schema: SnapshotPolicy, example: own.snapshotPolicy },
    errors: [409, 422],
  }),
  remove: defineOperation({
    operationId: 'snapshot-policies.remove', method: 'DELETE', path: `${path}/{policy_name}`, tag, scope: 'organization', access: 'write',
    summary: 'Delete a snapshot policy',
    description: 'What it took stays, and is kept as the policy of the environment says from then on, or the default.',
    params: ofPolicy,
    success: { status: 204, description: 'Deleted.' },
  }),
}
