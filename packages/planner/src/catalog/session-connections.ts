import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { currentDatabaseOf } from './name-resolution.ts'
import { sessionObjects } from './session-objects.ts'
import type { SessionInput } from './session-plan.ts'
import { isConnectionKey } from './table-options.ts'

/**
 * The names of all connections that `renderSession` may need for this statement: of the tables that go into the session, of
 * the statement's own option lists and of the environment's default. Sorted, each once.
 */
export function sessionConnections(
  input: Pick<SessionInput, 'read' | 'properties' | 'catalog' | 'purpose'> & { defaultKafkaConnection?: string },
): Result<string[]> {
  const currentDatabase = currentDatabaseOf(input.properties, input.catalog)
  // An unknown database is renderSession's to refuse; CREATE DATABASE runs all the same.
  if (!currentDatabase.ok) return ok([])
  const names = new Set(input.read.connectionRefs)
  if (input.defaultKafkaConnection !== undefined) names.add(input.defaultKafkaConnection)
  const options = [
    ...sessionObjects(input, currentDatabase.value).flatMap(({ object }) => Object.entries(object.options)),
    ...input.read.optionLists.flatMap((list) => list.options.map(({ key, value }) => [key, value] as const)),
  ]
  for (const [key, value] of options) if (isConnectionKey(key)) names.add(value)
  return ok([...names].sort())
}
