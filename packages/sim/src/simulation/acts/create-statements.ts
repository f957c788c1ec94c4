import type { Random } from '../../random.ts'
import type { Act, Sim } from '../sim.ts'
import { anyEnvironment, anyPool, newSecret, statementsOf } from './pick.ts'
import { statementTexts } from './statement-texts.ts'

const weights: Record<string, number> = {
  insert: 8, 'insert-bounded': 4, 'insert-batch': 1, 'statement-set': 1, 'create-table-as': 1, select: 2, 'select-bounded': 2, 'select-batch': 1,
  'select-wrong': 0.5, 'create-table': 1, 'create-view': 0.5, 'drop-table': 1, show: 1, explain: 0.5, hostile: 0.5, 'kafka-table': 1, 'kafka-insert': 1,
}

/** More than this is not kept alive at once: a run shall be about races, not about load. */
const unrestingMax = 9

/** One act for each kind of text, and those for what can be said beside the text. */
export const createStatementActs: Act[] = [
  ...Object.keys(statementTexts).map((kind): Act => ({ name: `create-${kind}`, weight: weights[kind] ?? 1, perform: (sim, random) => create(sim, random, kind) })),
  { name: 'create-stopped', weight: 1, perform: (sim, random) => create(sim, random, 'insert', { stopped: true }) },
  { name: 'create-with-secret', weight: 1, perform: (sim, random) => create(sim, random, 'insert', { secret: newSecret(random) }) },
  { name: 'create-unnamed', weight: 1, perform: (sim, random) => create(sim, random, random.pick(['insert-bounded', 'show']), { unnamed: true }) },
  { name: 'dry-run', weight: 1.5, perform: (sim, random) => create(sim, random, random.pick(['select', 'insert', 'select-wrong', 'create-table']), { dryRun: true }) },
  { name: 'create-taken-name', weight: 1, perform: (sim, random) => create(sim, random, 'insert-bounded', { takenName: true }) },
]

interface Extras {
  stopped?: boolean
  secret?: string
  unnamed?: boolean
  dryRun?: boolean
  takenName?: boolean
}

async function create(sim: Sim, random: Random, kind: string, extras: Extras = {}): Promise<void> {
  const environment = anyEnvironment(sim, random)
  const present = statementsOf(sim, environment)
  if (present.filter((row) => row.intent.rest === undefined).length >= unrestingMax) return
  const number = random.integer(1, 10_000)
  const draft = statementTexts[kind]?.(environment.word, number, random)
  if (draft === undefined) throw new Error(`There is no text for ${kind}.`)
  const pool = random.chance(0.7) ? anyPool(sim, environment, random) : undefined
  const taken = extras.takenName === true && present.length > 0 ? random.pick(present).name : undefined
  const body = {
    ...(extras.unnamed === true ? {} : { name: taken ?? `${environment.word}-${kind}-${number}` }),
    ...(random.chance(0.2) ? { metadata: { labels: { team: environment.word } } } : {}),
    spec: {
      statement: draft.sql,
      ...(pool === undefined ? {} : { compute_pool_id: pool.id }),
      ...(extras.stopped === true ? { stopped: true } : {}),
      properties: {
        ...draft.properties,
        ...(extras.secret === undefined ? {} : { 'sql.secrets.password': extras.secret }),
        ...(extras.dryRun === true ? { 'sql.dry-run': 'true' } : {}),
      },
    },
  }
  // Some clients count their keys from 1, and so use the same one for several things, and the same ones as others do.
  const idempotencyKey = random.chance(0.4) ? `key-${random.chance(0.15) ? random.integer(1, 3) : random.integer(1, 1_000_000)}` : undefined
  const request = { method: 'POST', path: `${environment.sqlPath}/statements`, body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) } as const
  const isTwice = random.chance(0.1)
  const first = sim.ask(environment, request)
  if (isTwice) void sim.ask(environment, request)
  const answer = await first
  // A careful client repeats what was not answered, or what it is told to repeat, under the same key.
  if (idempotencyKey === undefined || (answer !== undefined && answer.status < 500 && answer.status !== 409 && !random.chance(0.3))) return
  await sim.world.clock.sleep(random.pick([50, 2_000, 20_000, 100_000]))
  if (!sim.isQuiet) await sim.ask(environment, request)
}
