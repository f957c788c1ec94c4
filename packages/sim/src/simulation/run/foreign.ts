import type { Sim } from '../sim.ts'
import type { SimEnvironment } from '../tenants.ts'
import type { UserAnswer, UserRequest } from './sim-api.ts'

/** Names that tell whose they are, and ids that the ledger knows. */
const names = /\b(alfa|bravo)\b|(alfa|bravo)[-_0-9]|[ab]{8}-0000-4000-8000-00000000000[12]|\blfcp-[a-z0-9]+|\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g

/** What an answer holds of another organization, except for what its own request named. */
export function findForeign({ ledger, environments, world }: Sim, environment: SimEnvironment, request: UserRequest, answer: UserAnswer): string[] {
  const asked = `${request.path} ${request.body === undefined ? '' : JSON.stringify(request.body)}`
  const found = new Set(answer.text.match(names) ?? [])
  return [...found].filter((name) => {
    const owner = ownerOf(name)
    return owner !== undefined && owner !== environment.organizationId && !asked.includes(name)
  })

  function ownerOf(name: string): string | undefined {
    const word = /^(alfa|bravo)/.exec(name)?.[1]
    if (word !== undefined) return environments.find((each) => each.word === word)?.organizationId
    if (/^[ab]{8}-0000/.test(name)) return name
    if (name.startsWith('lfcp-')) return [...world.stores.database.pools.values()].find((pool) => pool.id === name)?.organizationId
    return ledger.statements.get(name)?.organizationId
  }
}
