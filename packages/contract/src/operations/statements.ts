import Type from 'typebox'
import { environmentParams, listOf, pageQuery, resultPageQuery, text } from '../schemas/common.ts'
import { JsonPatch, Statement, StatementCreate, StatementExceptionList, StatementReplace, StatementResult } from '../schemas/statement.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'

const tag = 'Statements'
/** `a=b,c=d`, or nothing. */
export const labelSelector = '^(?:[^=,\\x00]+=[^,\\x00]*(?:,[^=,\\x00]+=[^,\\x00]*)*)?$'
const path = '/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements'
const ofEnvironment = Type.Object(environmentParams)
const ofStatement = Type.Object({ ...environmentParams, statement_name: text(255, 'Name of the statement.') })
/** SQL alone may have 131,072 characters of up to four bytes; properties come on top. */
const bodyLimitBytes = 4 * 1024 * 1024

export const statements = {
  list: defineOperation({
    operationId: 'statements.list', method: 'GET', path, tag, scope: 'environment', access: 'read',
    summary: 'List statements, newest first',
    params: ofEnvironment,
    query: Type.Object({
      'spec.compute_pool_id': Type.Optional(text(255)),
      label_selector: Type.Optional(Type.String({ maxLength: 2048, pattern: labelSelector, description: '`key=value`, several with commas: all must match.' })),
      statement_name_search_query: Type.Optional(text(100, 'A part of the name.')),
      time_ordered: Type.Optional(Type.Boolean({ description: 'Accepted; the list is always ordered by time.' })),
      'status.phase': Type.Optional(text(32)),
      ...pageQuery,
    }),
    success: { status: 200, description: 'A page of statements.', schema: listOf('Statement', 'sql/v1', Statement), example: examples.listOne('Statement', 'sql/v1', '/sql/v1/…/statements', examples.statement) },
  }),
  create: defineOperation({
    operationId: 'statements.create', method: 'POST', path, tag, scope: 'environment', access: 'write',
    summary: 'Create a statement',
    leadsTo: ['statements.read', 'statements.replace', 'statements.change', 'statements.remove', 'statements.results', 'statements.exceptions', 'statement-events.list', 'statement-logs.list', 'statement-resolutions.create'],
    description: 'Runs one SQL statement. A statement that must not run is created as FAILED with the reason as its detail. With the property `sql.dry-run` it is planned, answered and not kept.',
    params: ofEnvironment,
    body: StatementCreate, bodyExample: examples.statementCreate, bodyLimitBytes,
    success: { status: 201, description: 'The statement.', schema: Statement, example: examples.statement },
    errors: [409, 422],
  }),
  read: defineOperation({
    operationId: 'statements.read', method: 'GET', path: `${path}/{statement_name}`, tag, scope: 'environment', access: 'read',
    summary: 'Read a statement',
    params: ofStatement,
    success: { status: 200, description: 'The statement.', schema: Statement, example: examples.statement },
  }),
  replace: defineOperation({
    operationId: 'statements.replace', method: 'PUT', path: `${path}/{statement_name}`, tag, scope: 'environment', access: 'write',
    summary: 'Stop, resume or move a statement',
    description: 'Takes the whole object as it was read; read-only fields are ignored. `metadata.resource_version`, if given, must be the present one.',
    params: ofStatement,
    body: StatementReplace, bodyExample: examples.statement, bodyLimitBytes,
    success: { status: 202, description: 'Accepted; the body is empty.' },
    errors: [409, 422],
  }),
  change: defineOperation({
    operationId: 'statements.change', method: 'PATCH', path: `${path}/{statement_name}`, tag, scope: 'environment', access: 'write',
    summary: 'Change a statement by JSON Patch',
    params: ofStatement,
    body: JsonPatch, bodyContentType: 'application/json-patch+json', bodyExample: examples.jsonPatch,
    success: { status: 200, description: 'The statement.', schema: Statement, example: examples.statement },
    errors: [409, 422],
  }),
  remove: defineOperation({
    operationId: 'statements.remove', method: 'DELETE', path: `${path}/{statement_name}`, tag, scope: 'environment', access: 'write',
    summary: 'Delete a statement',
    description: 'Its job is ended first; until then the statement is DELETING. Its snapshots stay for the time that the snapshot policy says.',
    params: ofStatement,
    success: { status: 202, description: 'Accepted; the body is empty.' },
  }),
  results: defineOperation({
    operationId: 'statements.results', method: 'GET', path: `${path}/{statement_name}/results`, tag, scope: 'environment', access: 'read',
    summary: 'Read a page of results',
    description: 'Follow `metadata.next` until it is empty. A page without rows and with a `next` says that nothing is there yet.',
    params: ofStatement,
    query: Type.Object(resultPageQuery),
    success: { status: 200, description: 'A page of rows.', schema: StatementResult, example: examples.statementResult },
    errors: [410],
  }),
  exceptions: defineOperation({
    operationId: 'statements.exceptions', method: 'GET', path: `${path}/{statement_name}/exceptions`, tag, scope: 'environment', access: 'read',
    summary: 'Read the ten newest exceptions',
    params: ofStatement,
    success: { status: 200, description: 'Newest first.', schema: StatementExceptionList, example: examples.statementExceptions },
  }),
}
