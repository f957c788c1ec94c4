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

/** Every cell that was red once because of the product, so that it stays green. */
export const redBefore: readonly string[] = []
