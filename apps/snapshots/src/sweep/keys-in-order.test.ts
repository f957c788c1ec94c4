import type { Snapshot, SnapshotReference } from '@headgate/domain'
import { compareKeys, ok, statementKey } from '@headgate/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReferenceCursor } from './reference-cursor.ts'
import { splitRanges } from './split-ranges.ts'

const tenant = { organizationId: 'o', environmentId: 'e' }

describe('createReferenceCursor', () => {
  const storeOf = (references: SnapshotReference[], pageSize: number) => ({
    async listReferences(_tenant: unknown, after: string | undefined) {
      const rest = references.filter(({ key }) => after === undefined || compareKeys(key, after) > 0)
      const last = rest[pageSize - 1]?.key
      return ok(last === undefined ? rest : rest.filter(({ key }) => compareKeys(key, last) <= 0))
    },
  })

  it('finds the users of every key of a listing, whatever the pages are', async () => {
    const keys = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,4}$/), { maxLength: 30 })
    await fc.assert(fc.asyncProperty(keys, keys, fc.integer({ min: 1, max: 5 }), async (named, listed, pageSize) => {
      const references = named.toSorted(compareKeys).flatMap((key) => ['s1', ...(key.length > 2 ? ['s2'] : [])].map((snapshotId) => ({ key, sizeBytes: 1, snapshotId })))
      const cursor = createReferenceCursor(storeOf(references, pageSize), tenant)
      for (const key of listed.toSorted(compareKeys)) {
        const users = await cursor.usersOf(key)
        expect(users).toEqual(ok(references.filter((each) => each.key === key).map(({ snapshotId }) => snapshotId)))
      }
    }))
  })
})

describe('splitRanges', () => {
  const snapshot = (number: number, files: number): Snapshot => ({
    ...tenant, id: String(number), kind: 'checkpoint', format: 'native', trigger: 'retained', statement: { uid: `u${String(number).padStart(3, '0')}`, name: 's', generation: 1 }, spec: { labels: {}, pinned: false },
    specVersion: 1, state: 'COMPLETED', intent: { failures: 0 }, intentVersion: 1, createdAtMs: 0, updatedAtMs: 0,
    observed: { content: { atMs: 0, formatVersion: 6, flinkVersion: '2.1', checkpointId: 1, operators: [], ownFiles: files, ownBytes: 1, sharedFiles: 0, sharedBytes: 0 } },
  })

  it('leaves a small environment whole', () => {
    expect(splitRanges([])).toEqual([{}])
    expect(splitRanges([snapshot(1, 9_000)])).toEqual([{}])
  })

  it('cuts a large one between statements, into parts that follow each other without a gap', () => {
    const ranges = splitRanges(Array.from({ length: 50 }, (_, number) => snapshot(number, 1_000)))
    expect(ranges).toHaveLength(8)
    expect(ranges[0]?.after).toBeUndefined()
    expect(ranges.at(-1)?.upTo).toBeUndefined()
    for (const [index, { upTo }] of ranges.slice(0, -1).entries()) {
      expect(upTo).toBe(ranges[index + 1]?.after)
      expect(upTo).toMatch(new RegExp(`^${statementKey({ ...tenant, uid: 'u' })}\\d{3}$`))
    }
  })
})
