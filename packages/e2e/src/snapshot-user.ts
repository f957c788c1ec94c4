import type { Answer, ApiUser, StatementObject } from './api-user.ts'
import { eventually, InVain } from './eventually.ts'

/** A snapshot as the wire shows it, as far as the tests look. */
export interface SnapshotObject {
  id: string
  spec: { pinned: boolean; labels: Record<string, string>; retain_until?: string; [key: string]: unknown }
  status: {
    state: string
    detail: string
    kind: string
    trigger: string
    uri?: string
    attempt?: number
    size?: { own_bytes: number; own_files: number; shared_bytes: number; shared_files: number }
    operators?: { uid?: string; name?: string; parallelism: number; max_parallelism: number; state_bytes: number }[]
    verifications?: { how: string; good: boolean; message: string }[]
    drill?: unknown
    needed_by?: { statement_name: string; why: string }[]
    [key: string]: unknown
  }
  [key: string]: unknown
}

/** What a user does with snapshots. */
export interface SnapshotUser {
  path: string
  /** Asks for one of a running statement and waits until it is complete. */
  take(statementName: string, more?: Record<string, unknown>): Promise<SnapshotObject>
  read(id: string): Promise<SnapshotObject>
  list(query?: string): Promise<SnapshotObject[]>
  waitFor(id: string, state: string, withinMs?: number): Promise<SnapshotObject>
  /** `POST …/snapshots/{id}/{what}`. */
  act<T = SnapshotObject>(id: string, what: string, body?: unknown): Promise<Answer<T>>
  /** A stopped statement goes on from this snapshot; waits until it runs. */
  restore(statementName: string, id?: string): Promise<StatementObject>
}

export function createSnapshotUser(user: ApiUser): SnapshotUser {
  const { organizationId, environmentId } = user.connection
  const base = `/headgate/v1/organizations/${organizationId}/environments/${environmentId}`
  const path = `${base}/snapshots`
  const must = <T>(answer: Answer<T>, what: string): T => {
    if (answer.status >= 300) throw new Error(`${what} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const snapshots: SnapshotUser = {
    path,
    async take(statementName, more = {}) {
      const taken = must(await user.request<SnapshotObject>('POST', path, { statement_name: statementName, ...more }), 'POST snapshots')
      return snapshots.waitFor(taken.id, 'COMPLETED')
    },
    read: async (id) => must(await user.request<SnapshotObject>('GET', `${path}/${id}`), 'GET snapshot'),
    list: async (query = '') => must(await user.request<{ data: SnapshotObject[] }>('GET', `${path}?page_size=100${query}`), 'GET snapshots').data,
    waitFor: (id, state, withinMs = 120_000) =>
      eventually(
        `the snapshot ${id} is ${state}`,
        async () => {
          const snapshot = await snapshots.read(id)
          if (snapshot.status.state === state) return snapshot
          if (snapshot.status.state === 'FAILED') throw new InVain(`it FAILED: ${snapshot.status.detail}`)
          throw new Error(JSON.stringify(snapshot.status))
        },
        withinMs,
      ),
    act: (id, what, body = {}) => user.request('POST', `${path}/${id}/${what}`, body),
    async restore(statementName, id) {
      must(await user.request('POST', `${base}/statements/${statementName}/restores`, id === undefined ? {} : { snapshot_id: id }), 'POST restores')
      return user.waitFor(statementName, ['RUNNING'], 180_000)
    },
  }
  return snapshots
}
