/** Who is hit. `everything` is what a power loss takes: every process, the supervisor and Kafka too. */
export const victims = ['taskmanager', 'jobmanager', 'gateway', 'controller', 'api', 'postgres', 'kafka', 'everything'] as const
export type Victim = (typeof victims)[number]

/** When. What each means exactly, and how it is known, stands in `src/moments`. */
export const moments = ['during-submit', 'during-checkpoint', 'during-stop', 'during-resume', 'while-select-streams', 'at-rest'] as const
export type Moment = (typeof moments)[number]

/** `kill`: SIGKILL. `pause`: SIGSTOP, and SIGCONT a minute later. */
export const manners = ['kill', 'pause'] as const
export type Manner = (typeof manners)[number]

/** One cell of the matrix. */
export interface Cell {
  victim: Victim
  moment: Moment
  manner: Manner
}

/** `taskmanager:during-submit:kill`. */
export const renderCell = ({ victim, moment, manner }: Cell): string => `${victim}:${moment}:${manner}`

/**
 * Every cell, kills first. A pause of everything does not exist: the machine would then not notice either, and neither would the harness. Neighbours in the list
 * differ in the victim, so that shards are of about the same length.
 */
export const allCells: readonly Cell[] = manners.flatMap((manner) =>
  moments.flatMap((moment, row) =>
    rotated(victims, row)
      .filter((victim) => manner === 'kill' || victim !== 'everything')
      .map((victim) => ({ victim, moment, manner })),
  ),
)

function rotated<T>(list: readonly T[], by: number): T[] {
  return [...list.slice(by % list.length), ...list.slice(0, by % list.length)]
}

/** Reads the name of a cell; undefined when there is no such cell. */
export const findCell = (name: string): Cell | undefined => allCells.find((cell) => renderCell(cell) === name)
