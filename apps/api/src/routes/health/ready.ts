import { operations } from '@headgate/contract'
import { unavailable } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'

export const ready = defineRoute(operations.health.ready, async (_context, { store }) => {
  const answered = await store.ping()
  return answered.ok ? { body: { status: 'ok' } } : unavailable('The database cannot be written now.', '1')
})
