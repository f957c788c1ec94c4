import type { Random } from '../../random.ts'

/** What a user writes into a new statement. */
export interface StatementDraft {
  sql: string
  properties?: Record<string, string>
}

/** One of each kind that behaves differently in the product. `word` is of the organization; `number` makes names new. */
export const statementTexts: Record<string, (word: string, number: number, random: Random) => StatementDraft> = {
  insert: (word, _number, random) => ({
    sql: `INSERT INTO sink /* ${word} */ SELECT id FROM orders`,
    ...(random.chance(0.3) ? { properties: { 'parallelism.default': String(random.integer(1, 3)) } } : {}),
  }),
  'insert-bounded': (word) => ({ sql: `INSERT INTO sink /* ${word} */ SELECT id FROM few` }),
  'insert-batch': (word) => ({ sql: `INSERT INTO sink /* ${word} */ SELECT id FROM few`, properties: { 'sql.snapshot.mode': 'now' } }),
  'statement-set': (word) => ({ sql: `EXECUTE STATEMENT SET BEGIN INSERT INTO sink SELECT id FROM orders; INSERT INTO sink SELECT k FROM orders; END /* ${word} */` }),
  'create-table-as': (word, number) => ({ sql: `CREATE TABLE ${word}_copy_${number % 7} WITH ('connector' = 'blackhole') AS SELECT id FROM orders` }),
  select: (word) => ({ sql: `SELECT id, k FROM orders /* ${word} */` }),
  'select-bounded': (word) => ({ sql: `SELECT id FROM few /* ${word} */` }),
  'select-batch': (word) => ({ sql: `SELECT id FROM few /* ${word} */`, properties: { 'sql.snapshot.mode': 'now' } }),
  'select-wrong': (word) => ({ sql: `SELECT nothing FROM orders /* ${word} */` }),
  'create-table': (word, number) => ({ sql: `CREATE TABLE ${word}_t_${number % 7} (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')` }),
  'create-view': (word, number) => ({ sql: `CREATE VIEW ${word}_v_${number % 5} AS SELECT id FROM orders` }),
  'drop-table': (word, number) => ({ sql: `DROP TABLE IF EXISTS ${word}_t_${number % 7}` }),
  show: () => ({ sql: 'SHOW TABLES' }),
  explain: (word) => ({ sql: `EXPLAIN SELECT id FROM orders /* ${word} */` }),
  hostile: (word) => ({ sql: `ADD JAR '/${word}/evil.jar'` }),
  'kafka-table': (word, number) => ({
    sql: `CREATE TABLE ${word}_k_${number % 4} (id BIGINT) WITH ('connector' = 'kafka', 'connection' = '${word}-kafka', 'topic' = 't', 'value.format' = 'json')`,
  }),
  'kafka-insert': (word, number) => ({ sql: `INSERT INTO ${word}_k_${number % 4} SELECT id FROM orders` }),
}
