import type { SnapshotApi } from '../../api/snapshot-api.ts'
import { CommandFailure } from '../../failure.ts'

const uuidLength = 36
const prefixMin = 4
/** A prefix is looked for among so many. */
const searchedMax = 10_000

/** The id that a person means: a whole one, or as much of its beginning as no other snapshot has. */
export async function findSnapshotId(api: SnapshotApi, given: string): Promise<string> {
  const prefix = given.toLowerCase()
  if (prefix.length >= uuidLength) return prefix
  if (!/^[0-9a-f-]+$/.test(prefix) || prefix.length < prefixMin) throw new CommandFailure(`'${given}' is no id of a snapshot, nor the first ${prefixMin} or more characters of one. The list has them: headgate snapshot list --all`, 2)
  const found = (await api.list({}, searchedMax)).map(({ id }) => id).filter((id) => id.startsWith(prefix))
  if (found.length === 1 && found[0] !== undefined) return found[0]
  if (found.length === 0) throw new CommandFailure(`No snapshot's id begins with '${given}'. The list has them: headgate snapshot list --all`)
  throw new CommandFailure(`${found.length} snapshots begin with '${given}'. Give more of the id:\n${found.slice(0, 10).map((id) => `  ${id}`).join('\n')}`, 2)
}
