import type { Moment } from '../cells/cell.ts'
import type { Scene } from '../scene.ts'
import { approachCheckpoint } from './during-checkpoint.ts'
import { approachRest } from './at-rest.ts'
import { approachResume, approachSubmit } from './during-submit.ts'
import { approachSelect } from './while-select-streams.ts'
import { approachStop } from './during-stop.ts'

/** The moment, seen a few milliseconds ago: strike now. */
export interface Sight {
  /** What was so when it was seen. */
  facts: string
  /** Looked at right after the blow: undefined, or how it turned out that the moment was over by then. */
  verify?(struckAtMs: number): Promise<string | undefined>
}

/** Leads the scene to the moment; undefined when it slipped by unseen. */
export type Approach = (scene: Scene) => Promise<Sight | undefined>

export const approaches: Readonly<Record<Moment, Approach>> = {
  'during-submit': approachSubmit,
  'during-checkpoint': approachCheckpoint,
  'during-stop': approachStop,
  'during-resume': approachResume,
  'while-select-streams': approachSelect,
  'at-rest': approachRest,
}
