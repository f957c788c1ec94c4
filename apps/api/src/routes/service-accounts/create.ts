import { operations } from '@headgate/contract'
import type { ServiceAccount } from '@headgate/domain'
import { problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderServiceAccount } from '../../render/render-identity.ts'
import { checkNameFree } from '../../resources/check-name-free.ts'
import { countAtMost } from '../../resources/count-at-most.ts'

export const createServiceAccount = defineRoute(operations.serviceAccounts.create, async ({ body, caller, links, keepAnswer }, { resources, config, clock, ids }) => {
  const scope = { organizationId: caller.organizationId }
  const subject = { noun: 'organization', name: caller.organizationId }
  const max = config.limits.serviceAccountsPerOrganizationMax
  const count = await countAtMost((page) => resources.serviceAccounts.list(scope, page), max)
  if (!count.ok) return problemOf(count, subject)
  if (count.value >= max) return problem(402, `The organization has ${max} service accounts, and may have no more. Delete one first.`)
  const taken = await checkNameFree('service account', body.display_name, undefined, (page) => resources.serviceAccounts.list(scope, page, { displayName: body.display_name }))
  if (taken !== undefined) return taken
  const nowMs = clock.nowMs()
  const account = {
    ...scope,
    id: `sa-${ids.token(6)}`,
    displayName: body.display_name,
    description: body.description ?? '',
    version: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
  const answerTo = (made: ServiceAccount) => {
    const rendered = renderServiceAccount(made, links)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await resources.serviceAccounts.create(scope, account, keepAnswer(answerTo))
  if (!created.ok) return problemOf(created, subject)
  return answerTo(created.value)
})
