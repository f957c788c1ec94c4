import Type from 'typebox'
import { anyText, idParams, pageQuery, shortPageQuery, text } from '../schemas/common.ts'
import {
  ComputePool, ComputePoolChange, ComputePoolConfig, ComputePoolConfigChange, ComputePoolCreate, ComputePoolList, RegionList,
} from '../schemas/compute-pool.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'

const tag = 'Compute pools'
const path = '/fcpm/v2/compute-pools'
const environment = Type.String({ minLength: 1, maxLength: 255, pattern: anyText, description: 'Id of the environment.' })
const inEnvironment = Type.Object({ environment })

export const computePools = {
  list: defineOperation({
    operationId: 'compute-pools.list', method: 'GET', path, tag, scope: 'organization', access: 'read',
    summary: 'List compute pools',
    query: Type.Object({ environment, 'spec.region': Type.Optional(text(64)), 'spec.network': Type.Optional(text(255)), ...pageQuery }),
    success: { status: 200, description: 'A page of compute pools.', schema: ComputePoolList, example: examples.listOne('ComputePool', 'fcpm/v2', path, examples.computePool) },
  }),
  create: defineOperation({
    operationId: 'compute-pools.create', method: 'POST', path, tag, scope: 'organization', access: 'write',
    summary: 'Create a compute pool',
    leadsTo: ['compute-pools.read', 'compute-pools.change', 'compute-pools.remove', 'compute-pools.list'],
    body: ComputePoolCreate, bodyExample: examples.computePoolCreate,
    success: { status: 202, description: 'The compute pool.', schema: ComputePool, example: examples.computePool },
    errors: [402, 409, 422],
  }),
  read: defineOperation({
    operationId: 'compute-pools.read', method: 'GET', path: `${path}/{id}`, tag, scope: 'organization', access: 'read',
    summary: 'Read a compute pool',
    params: idParams, query: inEnvironment,
    success: { status: 200, description: 'The compute pool.', schema: ComputePool, example: examples.computePool },
  }),
  change: defineOperation({
    operationId: 'compute-pools.change', method: 'PATCH', path: `${path}/{id}`, tag, scope: 'organization', access: 'write',
    summary: 'Change a compute pool',
    description: 'A merge patch. A lower `max_cfu` ends nothing: statements that ask later find less room.',
    params: idParams, body: ComputePoolChange, bodyExample: { spec: { max_cfu: 20, environment: { id: 'env-a1b2c3' } } },
    success: { status: 200, description: 'The compute pool.', schema: ComputePool, example: examples.computePool },
    errors: [409, 422],
  }),
  remove: defineOperation({
    operationId: 'compute-pools.remove', method: 'DELETE', path: `${path}/{id}`, tag, scope: 'organization', access: 'write',
    summary: 'Delete a compute pool',
    description: 'Refused while statements live in it.',
    params: idParams, query: inEnvironment,
    success: { status: 204, description: 'Accepted.' },
    errors: [409],
  }),
}

export const computePoolConfig = {
  read: defineOperation({
    operationId: 'compute-pool-config.read', method: 'GET', path: '/fcpm/v2/compute-pool-config', tag, scope: 'organization', access: 'read',
    summary: 'Read the settings of default compute pools',
    success: { status: 200, description: 'The settings.', schema: ComputePoolConfig, example: examples.computePoolConfig },
  }),
  change: defineOperation({
    operationId: 'compute-pool-config.change', method: 'PATCH', path: '/fcpm/v2/compute-pool-config', tag, scope: 'organization', access: 'write',
    summary: 'Change the settings of default compute pools',
    body: ComputePoolConfigChange, bodyExample: { spec: { default_pool_max_cfu: 20 } },
    success: { status: 200, description: 'The settings.', schema: ComputePoolConfig, example: examples.computePoolConfig },
    errors: [409],
  }),
}

export const regions = {
  list: defineOperation({
    operationId: 'regions.list', method: 'GET', path: '/fcpm/v2/regions', tag, scope: 'organization', access: 'read',
    summary: 'List regions',
    query: Type.Object({ cloud: Type.Optional(text(32)), region_name: Type.Optional(text(64)), ...shortPageQuery }),
    success: { status: 200, description: 'A page of regions.', schema: RegionList, example: examples.listOne('Region', 'fcpm/v2', '/fcpm/v2/regions', examples.region) },
  }),
}
