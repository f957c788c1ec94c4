import type { ChannelToWrite, MetadataToWrite, OperatorToWrite } from './metadata-to-write.ts'

const keyGroups = { first: 64, count: 3 }
const states: { name: string; mode: 'split' | 'union' | 'broadcast'; offsets: number[] }[] = [
  { name: 'SourceReaderState', mode: 'split', offsets: [0, 77] },
  { name: 'offsets', mode: 'union', offsets: [1] },
  { name: 'rules', mode: 'broadcast', offsets: [] },
]

/** A snapshot that holds every type of handle that a version can have. What it names is in `namedByEveryHandle`. */
export const everyHandle = (formatVersion: 5 | 6): MetadataToWrite => ({
  formatVersion,
  checkpointId: 42,
  masterStates: [{ name: 'hook', bytes: Uint8Array.from([1, 2, 3]) }],
  properties: { kind: 'savepoint', format: 'native', stop: 'suspend' },
  operators: [source, keyed, changelog, unaligned(formatVersion), { ...shape, operatorId: 'e'.repeat(32), uid: 'ended', subtasks: 'finished' }],
})

const shape = { parallelism: 4, maxParallelism: 128 }

/** Operator state: types 4 and 17 over the streams 0, 1, 2, 15 and 16, and the coordinator. */
const source: OperatorToWrite = {
  ...shape, operatorId: 'cbc357ccb763df2852fee8c4fc7d55f2', uid: '1_source', name: 'Source: orders[1] → ünïcode', coordinatorState: Uint8Array.from([9, 9]),
  subtasks: [
    { index: 0, managedOperatorState: { type: 4, states, stream: { type: 1, name: 'inline', bytes: 10 } }, rawOperatorState: { type: 4, states: [], stream: { type: 1, bytes: 0 } } },
    { index: 1, managedOperatorState: { type: 4, states, stream: { type: 2, location: 's3://b/job/chk-42/operator', sizeBytes: 1_000 } } },
    {
      index: 2,
      managedOperatorState: {
        type: 17, states, taskOwnedDirectory: 's3://b/job/taskowned', sharedDirectory: 's3://b/job/shared', isEmpty: false,
        stream: { type: 15, location: 's3://b/job/taskowned/merged', startBytes: 500, sizeBytes: 70, scope: 'exclusive', logicalId: 'l1' },
      },
      rawOperatorState: { type: 17, states: [], taskOwnedDirectory: 's3://b/job/taskowned', sharedDirectory: 's3://b/job/shared', isEmpty: true, stream: { type: 16 } },
    },
    { index: 3, isFinished: true },
  ],
}

/** Keyed state without a changelog: types 3, 12, 7, 5 and 11 over the streams 0, 1, 2, 3, 6 and 15. */
const keyed: OperatorToWrite = {
  ...shape, operatorId: '0123456789abcdef0123456789abcdef', uid: '7_group-aggregate',
  subtasks: [
    { index: 0, managedKeyedState: { type: 12, keyGroups, stream: { type: 6, path: 'own-1', sizeBytes: 11 } }, rawKeyedState: { type: 3, keyGroups, stream: { type: 3, keyGroups, stream: { type: 6, path: 'own-2', sizeBytes: 22 } } } },
    { index: 1, managedKeyedState: { type: 7, keyGroups, stream: { type: 6, path: 'own-3', sizeBytes: 33 } } },
    {
      index: 2,
      managedKeyedState: {
        type: 5, checkpointId: 42, keyGroups, meta: { type: 1, bytes: 5 },
        shared: [
          { localPath: '000001.sst', stream: { type: 2, location: 's3://b/job/shared/a', sizeBytes: 100 } },
          { localPath: '000002.sst', stream: { type: 15, location: 's3://b/job/shared/segments', startBytes: 0, sizeBytes: 50, scope: 'shared', logicalId: 'l2' } },
          { localPath: '000003.sst', stream: { type: 15, location: 's3://b/job/shared/segments', startBytes: 50, sizeBytes: 25, scope: 'shared', logicalId: 'l3' } },
        ],
        private: [
          { localPath: 'MANIFEST', stream: { type: 2, location: 's3://b/job/chk-42/manifest', sizeBytes: 7 } },
          { localPath: '000004.sst', stream: { type: 2, location: 's3://b/job/shared/b', sizeBytes: 3 } },
        ],
      },
    },
    {
      index: 3,
      managedKeyedState: {
        type: 11, checkpointId: 42, keyGroups, meta: { type: 6, path: 'own-4', sizeBytes: 44 },
        // A native savepoint marks its own files as shared.
        shared: [{ localPath: '000001.sst', stream: { type: 2, location: 's3://b/job/shared/a', sizeBytes: 100 } }, { localPath: '000009.sst', stream: { type: 6, path: 'own-5', sizeBytes: 55 } }, { localPath: '000004.sst', stream: { type: 2, location: 's3://b/job/shared/b', sizeBytes: 3 } }],
        private: [{ localPath: 'OPTIONS', stream: { type: 1, bytes: 300 } }, { localPath: '000001.sst', stream: { type: 2, location: 's3://b/job/shared/a', sizeBytes: 100 } }],
      },
    },
  ],
}

/** Keyed state with a changelog: types 8 and 14 over 9, 10 and 13. */
const changelog: OperatorToWrite = {
  ...shape, operatorId: 'ffffffffffffffff0000000000000000',
  subtasks: [
    {
      index: 0,
      managedKeyedState: {
        type: 14, keyGroups,
        materialized: [{ type: 12, keyGroups, stream: { type: 2, location: 's3://b/job/chk-40/materialized', sizeBytes: 1_234 } }],
        changes: [
          { type: 13, keyGroups, files: [{ offset: 8, stream: { type: 2, location: 's3://b/dstl/1', sizeBytes: 640 } }, { offset: 0, stream: { type: 2, location: 's3://b/dstl/2', sizeBytes: 64 } }], sizeBytes: 320 },
          { type: 9, keyGroups, changes: [{ keyGroup: 64, bytes: 6 }, { keyGroup: -1, bytes: Uint8Array.from([7]) }] },
        ],
      },
    },
    { index: 1, managedKeyedState: { type: 8, keyGroups, materialized: [], changes: [{ type: 10, keyGroups, files: [{ offset: 320, stream: { type: 2, location: 's3://b/dstl/1', sizeBytes: 700 } }], sizeBytes: 80 }] } },
  ],
}

/** Channel state, single and (since version 6) merged. */
const unaligned = (formatVersion: 5 | 6): OperatorToWrite => {
  const stream = { type: 2, location: 's3://b/job/chk-42/channels', sizeBytes: 4_096 } as const
  const single: ChannelToWrite = { subtask: 0, info: [0, 1], offsets: [4, 90], sizeBytes: 200, stream }
  const merged: ChannelToWrite[] = formatVersion === 5 ? [] : [{ subtask: 0, isMerged: true, offsetsBytes: 40, sizeBytes: 16, stream }]
  return { ...shape, operatorId: 'abcdefabcdefabcdefabcdefabcdefab', name: 'Sink', subtasks: [{ index: 0, inputChannels: [single, ...merged], outputChannels: [{ ...single, sizeBytes: 8 }, ...merged] }] }
}

/** What a reader must find in it. */
export const namedByEveryHandle = [
  { location: 's3://b/job/chk-42/operator', isRelative: false, sizeBytes: 1_000, isShared: false },
  { location: 's3://b/job/taskowned/merged', isRelative: false, sizeBytes: 570, isShared: true },
  { location: 'own-1', isRelative: true, sizeBytes: 11, isShared: false },
  { location: 'own-2', isRelative: true, sizeBytes: 22, isShared: false },
  { location: 'own-3', isRelative: true, sizeBytes: 33, isShared: false },
  { location: 's3://b/job/shared/a', isRelative: false, sizeBytes: 100, isShared: true },
  { location: 's3://b/job/shared/segments', isRelative: false, sizeBytes: 75, isShared: true },
  { location: 's3://b/job/chk-42/manifest', isRelative: false, sizeBytes: 7, isShared: false },
  // Named as its own by one subtask, as shared by another.
  { location: 's3://b/job/shared/b', isRelative: false, sizeBytes: 3, isShared: true },
  { location: 'own-4', isRelative: true, sizeBytes: 44, isShared: false },
  { location: 'own-5', isRelative: true, sizeBytes: 55, isShared: false },
  { location: 's3://b/job/chk-40/materialized', isRelative: false, sizeBytes: 1_234, isShared: true },
  { location: 's3://b/dstl/1', isRelative: false, sizeBytes: 700, isShared: true },
  { location: 's3://b/dstl/2', isRelative: false, sizeBytes: 64, isShared: true },
  { location: 's3://b/job/chk-42/channels', isRelative: false, sizeBytes: 4_096, isShared: false },
]
