/** What a `_metadata` file tells about its snapshot. */
export interface SnapshotMetadata {
  /** Of the file: Flink 2.0 writes 5, Flink 2.1 and newer write 6. */
  formatVersion: 5 | 6
  /** The oldest Flink that can restore it, such as `2.1`. Newer ones can. */
  flinkVersionMin: string
  checkpointId: number
  /** `unknown`: the file says it in a way that this reader does not know. */
  kind: 'checkpoint' | 'savepoint' | 'unknown'
  /** A checkpoint is always `native`. */
  format: 'canonical' | 'native' | 'unknown'
  /** Whether the job was stopped with it: `suspend` without draining, `drain` with. A checkpoint stops nothing. */
  stop: 'none' | 'suspend' | 'drain' | 'unknown'
  operators: SnapshotOperator[]
  /** Every object outside of the file that a restore needs, each once, in the order in which the file names them. */
  references: SnapshotReference[]
  /** State that lies in the file itself. */
  inlined: { count: number; bytes: number }
  /** Data that was on its way between operators: an unaligned checkpoint, which is good for the same Flink and the same job graph only. */
  hasChannelState: boolean
  /** The sum over the operators. */
  stateBytes: number
  /** Of the `_metadata` file. */
  sizeBytes: number
}

/** One operator, which need not be a vertex of the job graph: chained operators are told one by one. */
export interface SnapshotOperator {
  /** 32 hex digits, as Flink prints it. */
  operatorId: string
  /** Absent when the job gave none. */
  uid?: string
  name?: string
  parallelism: number
  maxParallelism: number
  /** How many subtasks the file describes; those without state may be missing. */
  subtasks: number
  /** Of these, how many had ended. */
  finishedSubtasks: number
  /** Every subtask had ended: the operator does not run again after a restore. */
  isFinished: boolean
  hasCoordinatorState: boolean
  /** Part of `stateBytes`. */
  coordinatorStateBytes: number
  /** As Flink counts it (`OperatorState.getStateSize`): with inlined and coordinator state; what several handles name counts for each. */
  stateBytes: number
}

/** An object that a restore needs. */
export interface SnapshotReference {
  /** Relative: a path below the directory of `_metadata`, which never leads out of it. Else the URI as Flink wrote it, not encoded. */
  location: string
  isRelative: boolean
  /** The size that the object has at least; of a part of an object, where the part ends. The largest one where several are claimed. */
  sizeBytes: number
  /** Other snapshots may need it too. What is relative was written for this one alone. */
  isShared: boolean
}
