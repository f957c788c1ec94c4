import type { ByteWindow } from '../bytes/byte-window.ts'
import type { MetadataLimits } from '../limits.ts'
import type { Findings } from './findings.ts'

/** What every reader of a part of the file is given. */
export interface Walk {
  window: ByteWindow
  limits: MetadataLimits
  findings: Findings
  formatVersion: 5 | 6
}

/** Flink's own bound of max parallelism, and so of key groups and subtasks. */
export const maxParallelismMax = 32_768
