import { operations, renderOpenapi } from '@headgate/contract'
import { defineRoute } from '../../http/route.ts'

const document = JSON.stringify(renderOpenapi())

export const readOpenapi = defineRoute(operations.openapi.read, async () => ({ body: document, contentType: 'application/json; charset=utf-8' }))
