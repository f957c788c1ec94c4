import type { Result } from '@headgate/domain'
import type { Page, PageRequest } from '@headgate/ports'
import { problem, problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/** 409 when another resource has the display name already; `list` must look for that very name. */
export async function checkNameFree(noun: string, displayName: string, ownId: string | undefined, list: (page: PageRequest) => Promise<Result<Page<{ id: string }>>>): Promise<Problem | undefined> {
  const page = await list({ pageSize: 2 })
  if (!page.ok) return problemOf(page, { noun, name: displayName })
  if (page.value.items.every((item) => item.id === ownId)) return undefined
  return problem(409, { detail: `There is a ${noun} with the display name '${displayName}' already. Choose another one.`, pointer: '/display_name' })
}
