/** A snapshot as `writeMetadata` takes it: everything that the format has, close to how Flink names it. */
export interface MetadataToWrite {
  /** Default 6. */
  formatVersion?: 5 | 6
  checkpointId: number
  masterStates?: MasterStateToWrite[]
  operators: OperatorToWrite[]
  /** Default: a checkpoint that is retained on cancellation. */
  properties?: PropertiesToWrite
}

export interface MasterStateToWrite {
  name: string
  bytes: Uint8Array
}

export type PropertiesToWrite =
  | { kind: 'checkpoint'; isFull?: boolean }
  | { kind: 'savepoint'; format: 'canonical' | 'native'; stop?: 'none' | 'suspend' | 'drain' }

export interface OperatorToWrite {
  uid?: string
  name?: string
  /** 32 hex digits. */
  operatorId: string
  parallelism: number
  maxParallelism: number
  /** State of the coordinator; a number stands for so many bytes. */
  coordinatorState?: Uint8Array | number
  /** `finished`: every subtask has ended. */
  subtasks: SubtaskToWrite[] | 'finished'
}

/** `isFinished`: this one has ended, and has no state. */
export type SubtaskToWrite = { index: number; isFinished: true } | ({ index: number; isFinished?: false } & SubtaskStateToWrite)

export interface SubtaskStateToWrite {
  managedOperatorState?: OperatorStateToWrite
  rawOperatorState?: OperatorStateToWrite
  managedKeyedState?: KeyedStateToWrite
  rawKeyedState?: KeyedStateToWrite
  inputChannels?: ChannelToWrite[]
  outputChannels?: ChannelToWrite[]
}

/** A StreamStateHandle; the number is its type byte. Absent where the format allows none (0). */
export type StreamToWrite =
  | { type: 1; name?: string; bytes: Uint8Array | number }
  | { type: 2; location: string; sizeBytes: number }
  | { type: 3; keyGroups: KeyGroups; stream?: StreamToWrite }
  | { type: 6; path: string; sizeBytes: number }
  | { type: 15; location: string; startBytes: number; sizeBytes: number; scope: 'exclusive' | 'shared'; logicalId: string }
  | { type: 16 }

/** From the first one, this many. */
export interface KeyGroups {
  first: number
  count: number
}

/** An OperatorStateHandle. */
export type OperatorStateToWrite =
  | { type: 4; states: { name: string; mode: 'split' | 'union' | 'broadcast'; offsets: number[] }[]; stream?: StreamToWrite }
  | {
      type: 17
      states: { name: string; mode: 'split' | 'union' | 'broadcast'; offsets: number[] }[]
      taskOwnedDirectory: string
      sharedDirectory: string
      isEmpty: boolean
      stream: StreamToWrite & { type: 15 | 16 }
    }

/** A KeyedStateHandle. */
export type KeyedStateToWrite =
  | { type: 3 | 7 | 12; keyGroups: KeyGroups; stream?: StreamToWrite }
  | { type: 5 | 11; checkpointId: number; keyGroups: KeyGroups; meta?: StreamToWrite; shared: FileToWrite[]; private: FileToWrite[] }
  | { type: 8 | 14; keyGroups: KeyGroups; materialized: KeyedStateToWrite[]; changes: (KeyedStateToWrite & { type: 9 | 10 | 13 })[] }
  | { type: 9; keyGroups: KeyGroups; changes: { keyGroup: number; bytes: Uint8Array | number }[] }
  | { type: 10 | 13; keyGroups: KeyGroups; files: { offset: number; stream: StreamToWrite }[]; sizeBytes: number }

/** A file of an incremental checkpoint. */
export interface FileToWrite {
  localPath: string
  stream: StreamToWrite
}

/** State of one channel; `merged`, since version 6 only, of all channels of a subtask. */
export type ChannelToWrite =
  | { subtask: number; info: [number, number]; offsets: number[]; sizeBytes: number; stream: StreamToWrite; isMerged?: false }
  | { subtask: number; isMerged: true; offsetsBytes: Uint8Array | number; sizeBytes: number; stream: StreamToWrite }
