import Type from 'typebox'
import { idParams, pageQuery, shortPageQuery } from '../schemas/common.ts'
import { Environment, EnvironmentChange, EnvironmentCreate, EnvironmentList, Organization, OrganizationChange, OrganizationList } from '../schemas/tenancy.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'

export const organizations = {
  list: defineOperation({
    operationId: 'organizations.list', method: 'GET', path: '/org/v2/organizations', tag: 'Organizations', scope: 'organization', access: 'read',
    summary: 'List organizations: the one of the API key',
    query: Type.Object(shortPageQuery),
    success: { status: 200, description: 'One organization.', schema: OrganizationList, example: examples.listOne('Organization', 'org/v2', '/org/v2/organizations', examples.organization) },
  }),
  read: defineOperation({
    operationId: 'organizations.read', method: 'GET', path: '/org/v2/organizations/{id}', tag: 'Organizations', scope: 'organization', access: 'read',
    summary: 'Read an organization',
    params: idParams,
    success: { status: 200, description: 'The organization.', schema: Organization, example: examples.organization },
  }),
  change: defineOperation({
    operationId: 'organizations.change', method: 'PATCH', path: '/org/v2/organizations/{id}', tag: 'Organizations', scope: 'organization', access: 'write',
    summary: 'Rename an organization',
    params: idParams, body: OrganizationChange, bodyExample: { display_name: 'Example' },
    success: { status: 200, description: 'The organization.', schema: Organization, example: examples.organization },
    errors: [409],
  }),
}

export const environments = {
  list: defineOperation({
    operationId: 'environments.list', method: 'GET', path: '/org/v2/environments', tag: 'Environments', scope: 'organization', access: 'read',
    summary: 'List environments',
    query: Type.Object(pageQuery),
    success: { status: 200, description: 'A page of environments.', schema: EnvironmentList, example: examples.listOne('Environment', 'org/v2', '/org/v2/environments', examples.environment) },
  }),
  create: defineOperation({
    operationId: 'environments.create', method: 'POST', path: '/org/v2/environments', tag: 'Environments', scope: 'organization', access: 'write',
    summary: 'Create an environment',
    leadsTo: ['environments.read', 'environments.change', 'environments.remove', 'compute-pools.list'],
    description: 'With a default compute pool, unless the compute pool config says otherwise.',
    body: EnvironmentCreate, bodyExample: { display_name: 'orders' },
    success: { status: 201, description: 'The environment.', schema: Environment, example: examples.environment },
    errors: [402, 409, 422],
  }),
  read: defineOperation({
    operationId: 'environments.read', method: 'GET', path: '/org/v2/environments/{id}', tag: 'Environments', scope: 'organization', access: 'read',
    summary: 'Read an environment',
    params: idParams,
    success: { status: 200, description: 'The environment.', schema: Environment, example: examples.environment },
  }),
  change: defineOperation({
    operationId: 'environments.change', method: 'PATCH', path: '/org/v2/environments/{id}', tag: 'Environments', scope: 'organization', access: 'write',
    summary: 'Rename an environment',
    params: idParams, body: EnvironmentChange, bodyExample: { display_name: 'orders' },
    success: { status: 200, description: 'The environment.', schema: Environment, example: examples.environment },
    errors: [409],
  }),
  remove: defineOperation({
    operationId: 'environments.remove', method: 'DELETE', path: '/org/v2/environments/{id}', tag: 'Environments', scope: 'organization', access: 'write',
    summary: 'Delete an environment',
    description: 'Refused while it has statements or compute pools of its own; a default compute pool goes with it.',
    params: idParams,
    success: { status: 204, description: 'Deleted.' },
    errors: [409],
  }),
}
