/** One cell for each victim, spread over the moments; together they hit each moment. */
export const oneForEachVictim: readonly string[] = [
  'taskmanager:during-checkpoint:kill',
  'jobmanager:during-submit:kill',
  'gateway:while-select-streams:kill',
  'controller:during-resume:kill',
  'api:at-rest:kill',
  'postgres:during-stop:kill',
  'kafka:during-checkpoint:kill',
  'everything:at-rest:kill',
]

/** Every cell that was red once because of the product, with what it showed, so that it stays green. */
export const redBefore: readonly string[] = [
  // RUNNING was claimed for 16 s over a JobManager that did not answer.
  'jobmanager:during-checkpoint:pause',
  'jobmanager:while-select-streams:pause',
  'jobmanager:at-rest:pause',
  // A JobManager too busy to answer was taken for a refusal: FAILED, and its job ran on.
  'taskmanager:during-checkpoint:kill',
  // `dev` did not start again: the remains of the killed Postgres were still there; the API was given too little time.
  'everything:at-rest:kill',
  'controller:during-stop:kill',
]
