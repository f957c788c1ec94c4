import { expect, it } from 'vitest'
import { createTestApi } from '../testing/create-test-api.ts'

it('a queue that hangs or fails holds up no answer', async () => {
  const api = await createTestApi()
  const body = { spec: { statement: 'SELECT 1' } }
  for (const wake of [() => new Promise<void>(() => undefined), () => Promise.reject(new Error('no queue'))]) {
    api.deps.wake = { ...api.deps.wake, wake }
    expect((await api.request('POST', `${api.tenant.sqlPath}/statements`, { body })).status).toBe(201)
  }
  await api.close()
})
