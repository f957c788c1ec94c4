import Type from 'typebox'
import { defineOperation } from '../operation.ts'

const tag = 'Service'
const Health = Type.Object({ status: Type.Literal('ok') }, { title: 'Health' })

export const health = {
  live: defineOperation({
    operationId: 'health.live', method: 'GET', path: '/health/live', tag, scope: 'public', access: 'read',
    summary: 'Whether the process is alive',
    success: { status: 200, description: 'Alive.', schema: Health, example: { status: 'ok' } },
  }),
  ready: defineOperation({
    operationId: 'health.ready', method: 'GET', path: '/health/ready', tag, scope: 'public', access: 'read',
    summary: 'Whether the database can be written',
    success: { status: 200, description: 'Ready.', schema: Health, example: { status: 'ok' } },
    errors: [503],
  }),
}

export const metrics = {
  read: defineOperation({
    operationId: 'metrics.read', method: 'GET', path: '/metrics', tag, scope: 'public', access: 'read',
    summary: 'Metrics for Prometheus',
    success: { status: 200, description: 'Text of the Prometheus format.', schema: Type.String(), contentType: 'text/plain' },
  }),
}

export const openapi = {
  read: defineOperation({
    operationId: 'openapi.read', method: 'GET', path: '/openapi.json', tag, scope: 'public', access: 'read',
    summary: 'This document',
    success: { status: 200, description: 'OpenAPI 3.1.', schema: Type.Object({ openapi: Type.String() }, { title: 'OpenApiDocument' }) },
  }),
}
