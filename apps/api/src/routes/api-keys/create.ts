import { createHash } from 'node:crypto'
import { operations } from '@headgate/contract'
import type { ApiKey } from '@headgate/domain'
import type { ApiDeps } from '../../deps.ts'
import { problem, problemOf } from '../../http/problem.ts'
import type { Problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import type { Caller } from '../../http/route.ts'
import { renderApiKey } from '../../render/render-identity.ts'
import { countAtMost } from '../../resources/count-at-most.ts'

/** More than 256 bits. */
const secretLength = 64

export const createApiKey = defineRoute(operations.apiKeys.create, async ({ body, caller, links, keepAnswer, log }, deps) => {
  const { resources, config, clock, ids } = deps
  const scope = { organizationId: caller.organizationId }
  const { spec } = body
  const refused = await checkOwner(deps, caller, spec.owner.id)
  if (refused !== undefined) return refused
  const reach = await readReach(deps, caller, spec.resource)
  if ('problem' in reach) return reach
  const max = config.limits.apiKeysPerOrganizationMax
  const count = await countAtMost((page) => resources.apiKeys.list(scope, page), max)
  if (!count.ok) return problemOf(count, { noun: 'organization', name: caller.organizationId })
  if (count.value >= max) return problem(402, `The organization has ${max} API keys, and may have no more. Delete one first.`)
  const secret = ids.token(secretLength)
  const nowMs = clock.nowMs()
  const apiKey = {
    ...scope,
    id: ids.token(16).toUpperCase(),
    displayName: spec.display_name ?? '',
    description: spec.description ?? '',
    ownerId: spec.owner.id,
    reach,
    secretHash: createHash('sha256').update(secret, 'utf8').digest('hex'),
    version: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
  const answerTo = (made: ApiKey) => {
    const rendered = renderApiKey(made, links, secret)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await resources.apiKeys.create(scope, apiKey, keepAnswer(answerTo))
  if (!created.ok) return problemOf(created, { noun: 'organization', name: caller.organizationId })
  log.info({ createdKeyId: created.value.id, reach: reach.kind }, 'API key created')
  return answerTo(created.value)
})

/** Keys belong to a service account, or to whom the calling key belongs. */
async function checkOwner({ resources }: ApiDeps, caller: Caller, ownerId: string): Promise<Problem | undefined> {
  if (ownerId === caller.ownerId) return undefined
  const pointer = '/spec/owner/id'
  const account = await resources.serviceAccounts.load({ organizationId: caller.organizationId }, ownerId)
  if (account.ok) return undefined
  if (account.reason !== 'not-found') return problemOf(account, { noun: 'service account', name: ownerId })
  return problem(422, { detail: `The owner '${ownerId.slice(0, 64)}' is no service account of the organization.`, pointer })
}

interface ResourceInput {
  id: string
  environment?: string | { id: string }
}

/** `cloud`; or a region with its environment, which some clients put in front of the region's id. */
async function readReach({ resources, config }: ApiDeps, caller: Caller, resource: ResourceInput | undefined): Promise<ApiKey['reach'] | Problem> {
  if (resource === undefined || resource.id === 'cloud') return { kind: 'cloud' }
  const parts = resource.id.split('.')
  const given = typeof resource.environment === 'object' ? resource.environment.id : resource.environment
  const environmentId = given ?? (parts.length === 3 ? parts[0] : undefined)
  const regionId = parts.slice(-2).join('.').toLowerCase()
  if (!config.regions.some((region) => region.id === regionId)) {
    return problem(422, { detail: `The resource '${resource.id.slice(0, 64)}' is not known. Use 'cloud', or a region: ${config.regions.map((region) => region.id).join(', ')}.`, pointer: '/spec/resource/id' })
  }
  if (environmentId === undefined) return problem(422, { detail: 'A key of a region needs the environment that it reaches.', pointer: '/spec/resource/environment' })
  const environment = await resources.environments.load({ organizationId: caller.organizationId }, environmentId)
  if (environment.ok) return { kind: 'region', environmentId, regionId }
  if (environment.reason !== 'not-found') return problemOf(environment, { noun: 'environment', name: environmentId })
  return problem(422, { detail: `The environment '${environmentId.slice(0, 64)}' does not exist.`, pointer: '/spec/resource/environment' })
}
