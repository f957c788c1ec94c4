import Type from 'typebox'
import { idParams, pageQuery, text } from '../schemas/common.ts'
import {
  ApiKey, ApiKeyChange, ApiKeyCreate, ApiKeyList, ServiceAccount, ServiceAccountChange, ServiceAccountCreate, ServiceAccountList,
} from '../schemas/identity.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'

const accountsPath = '/iam/v2/service-accounts'
const keysPath = '/iam/v2/api-keys'

export const serviceAccounts = {
  list: defineOperation({
    operationId: 'service-accounts.list', method: 'GET', path: accountsPath, tag: 'Service accounts', scope: 'organization', access: 'read',
    summary: 'List service accounts',
    query: Type.Object({ display_name: Type.Optional(text(64)), ...pageQuery }),
    success: { status: 200, description: 'A page of service accounts.', schema: ServiceAccountList, example: examples.listOne('ServiceAccount', 'iam/v2', accountsPath, examples.serviceAccount) },
  }),
  create: defineOperation({
    operationId: 'service-accounts.create', method: 'POST', path: accountsPath, tag: 'Service accounts', scope: 'organization', access: 'write',
    summary: 'Create a service account',
    leadsTo: ['service-accounts.read', 'service-accounts.change', 'service-accounts.remove', 'api-keys.list'],
    body: ServiceAccountCreate, bodyExample: { display_name: 'etl', description: 'Nightly loads' },
    success: { status: 201, description: 'The service account.', schema: ServiceAccount, example: examples.serviceAccount },
    errors: [402, 409, 422],
  }),
  read: defineOperation({
    operationId: 'service-accounts.read', method: 'GET', path: `${accountsPath}/{id}`, tag: 'Service accounts', scope: 'organization', access: 'read',
    summary: 'Read a service account',
    params: idParams,
    success: { status: 200, description: 'The service account.', schema: ServiceAccount, example: examples.serviceAccount },
  }),
  change: defineOperation({
    operationId: 'service-accounts.change', method: 'PATCH', path: `${accountsPath}/{id}`, tag: 'Service accounts', scope: 'organization', access: 'write',
    summary: 'Change a service account',
    params: idParams, body: ServiceAccountChange, bodyExample: { description: 'Nightly loads' },
    success: { status: 200, description: 'The service account.', schema: ServiceAccount, example: examples.serviceAccount },
    errors: [409],
  }),
  remove: defineOperation({
    operationId: 'service-accounts.remove', method: 'DELETE', path: `${accountsPath}/{id}`, tag: 'Service accounts', scope: 'organization', access: 'write',
    summary: 'Delete a service account and its API keys',
    params: idParams,
    success: { status: 204, description: 'Deleted.' },
  }),
}

export const apiKeys = {
  list: defineOperation({
    operationId: 'api-keys.list', method: 'GET', path: keysPath, tag: 'API keys', scope: 'organization', access: 'read',
    summary: 'List API keys',
    query: Type.Object({
      'spec.owner': Type.Optional(text(255)),
      'spec.resource': Type.Optional(text(255, '`cloud` or a region. Pages may then be shorter than `page_size`.')),
      ...pageQuery,
    }),
    success: { status: 200, description: 'A page of API keys, without secrets.', schema: ApiKeyList, example: examples.listOne('ApiKey', 'iam/v2', keysPath, examples.apiKey) },
  }),
  create: defineOperation({
    operationId: 'api-keys.create', method: 'POST', path: keysPath, tag: 'API keys', scope: 'organization', access: 'write',
    summary: 'Create an API key',
    leadsTo: ['api-keys.read', 'api-keys.change', 'api-keys.remove'],
    description: 'The secret is in this answer alone. The key works at once.',
    body: ApiKeyCreate, bodyExample: examples.apiKeyCreate,
    success: { status: 202, description: 'The API key with its secret.', schema: ApiKey, example: { ...examples.apiKey, spec: { ...examples.apiKey.spec, secret: '…' } } },
    errors: [402, 409, 422],
  }),
  read: defineOperation({
    operationId: 'api-keys.read', method: 'GET', path: `${keysPath}/{id}`, tag: 'API keys', scope: 'organization', access: 'read',
    summary: 'Read an API key',
    params: idParams,
    success: { status: 200, description: 'The API key, without its secret.', schema: ApiKey, example: examples.apiKey },
  }),
  change: defineOperation({
    operationId: 'api-keys.change', method: 'PATCH', path: `${keysPath}/{id}`, tag: 'API keys', scope: 'organization', access: 'write',
    summary: 'Change name and description of an API key',
    params: idParams, body: ApiKeyChange, bodyExample: { spec: { description: 'Nightly loads' } },
    success: { status: 200, description: 'The API key, without its secret.', schema: ApiKey, example: examples.apiKey },
    errors: [409],
  }),
  remove: defineOperation({
    operationId: 'api-keys.remove', method: 'DELETE', path: `${keysPath}/{id}`, tag: 'API keys', scope: 'organization', access: 'write',
    summary: 'Delete an API key',
    params: idParams,
    success: { status: 204, description: 'Deleted; the key stops working at once.' },
  }),
}
