import Type from 'typebox'
import { environmentParams, pageQuery, text } from '../schemas/common.ts'
import { Connection, ConnectionCreate, ConnectionList, ConnectionReplace } from '../schemas/connection.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'

const tag = 'Connections'
const path = '/sql/v1/organizations/{organization_id}/environments/{environment_id}/connections'
const ofEnvironment = Type.Object(environmentParams)
const ofConnection = Type.Object({ ...environmentParams, connection_name: text(255, 'Name of the connection.') })

export const connections = {
  list: defineOperation({
    operationId: 'connections.list', method: 'GET', path, tag, scope: 'environment', access: 'read',
    summary: 'List connections',
    params: ofEnvironment,
    query: Type.Object({ 'spec.connection_type': Type.Optional(text(64)), ...pageQuery }),
    success: { status: 200, description: 'A page of connections.', schema: ConnectionList, example: examples.listOne('Connection', 'sql/v1', '/sql/v1/…/connections', examples.connection) },
  }),
  create: defineOperation({
    operationId: 'connections.create', method: 'POST', path, tag, scope: 'environment', access: 'write',
    summary: 'Create a connection',
    leadsTo: ['connections.read', 'connections.replace', 'connections.remove'],
    params: ofEnvironment, body: ConnectionCreate, bodyExample: examples.connectionCreate,
    success: { status: 201, description: 'The connection, its secrets masked.', schema: Connection, example: examples.connection },
    errors: [409, 422],
  }),
  read: defineOperation({
    operationId: 'connections.read', method: 'GET', path: `${path}/{connection_name}`, tag, scope: 'environment', access: 'read',
    summary: 'Read a connection',
    params: ofConnection,
    success: { status: 200, description: 'The connection, its secrets masked.', schema: Connection, example: examples.connection },
  }),
  replace: defineOperation({
    operationId: 'connections.replace', method: 'PUT', path: `${path}/{connection_name}`, tag, scope: 'environment', access: 'write',
    summary: 'Change the credentials of a connection',
    params: ofConnection, body: ConnectionReplace, bodyExample: examples.connectionCreate,
    success: { status: 200, description: 'The connection, its secrets masked.', schema: Connection, example: examples.connection },
    errors: [409, 422],
  }),
  remove: defineOperation({
    operationId: 'connections.remove', method: 'DELETE', path: `${path}/{connection_name}`, tag, scope: 'environment', access: 'write',
    summary: 'Delete a connection',
    description: 'Statements that run go on; those that start later fail.',
    params: ofConnection,
    success: { status: 200, description: 'Deleted; the body is empty.' },
  }),
}
