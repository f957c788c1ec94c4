import { operations } from '@headgate/contract'
import { defineRoute } from '../../http/route.ts'

export const live = defineRoute(operations.health.live, async () => ({ body: { status: 'ok' } }))
