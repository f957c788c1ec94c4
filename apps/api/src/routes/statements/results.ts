import { operations } from '@headgate/contract'
import type { Statement } from '@headgate/domain'
import { problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { renderTime } from '../../render/time.ts'

export const readResults = defineRoute(operations.statements.results, async ({ params, query, tenant, path, links }, { store, spool, wake, clock }) => {
  const token = query.page_token || '0'
  if (!/^\d{1,9}$/.test(token)) return problem(400, { detail: 'page_token is not one that a page of results gave. Start again without it.', parameter: 'page_token' })
  const loaded = await store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, { noun: 'statement', name: params.statement_name })
  const statement = loaded.value
  const nowMs = clock.nowMs()
  const render = (data: unknown[], nextChunk: number | undefined) => ({
    body: {
      api_version: 'sql/v1',
      kind: 'StatementResult',
      metadata: {
        self: token === '0' && !query.page_token ? links.to(path) : links.page(path, {}, token),
        next: nextChunk === undefined ? '' : links.page(path, {}, String(nextChunk)),
        created_at: renderTime(nowMs),
      },
      results: { data },
    },
  })
  // An INSERT has no rows, ever: its readers shall not wait.
  if (statement.class === 'insert') return render([], undefined)
  const chunk = Number(token)
  const read = await spool.read(tenant, statement.uid, chunk, nowMs)
  if (!read.ok) {
    if (read.reason !== 'not-found') return problemOf(read, { noun: 'page', name: token }, { parameter: 'page_token' })
    return problem(410, { detail: 'These rows were read before and are not kept any more. Create the statement again to read them from the start.', parameter: 'page_token' }, { code: 'page_gone' })
  }
  const { rows, last } = read.value
  if (rows === undefined) return render([], last || isOver(statement) ? undefined : chunk)
  // Room was made for more rows: the writer may go on.
  if (!last) wakeUp(wake, 'results', tenant, statement.uid)
  return render(rows, last ? undefined : chunk + 1)
})

/** No more rows will come. */
const isOver = ({ status, deletionRequestedAtMs }: Statement): boolean =>
  deletionRequestedAtMs !== undefined || status.phase === 'COMPLETED' || status.phase === 'FAILED' || status.phase === 'STOPPED'
