const codeReason = 'it would bring code into the cluster'

/** Reasons by the words that a forbidden statement begins with; the first that fits counts. */
const reasons: [RegExp, string, string][] = [
  [/^(?:ADD|REMOVE) JAR/, codeReason, 'Use built-in functions.'],
  [/(?:LOAD|UNLOAD) MODULE|USE MODULES/, codeReason, 'Flink’s core module is always there.'],
  [/MATERIALIZED TABLE/, 'there are no materialized tables', 'Use CREATE TABLE … AS, or a view.'],
  [/FUNCTION/, codeReason, 'Use built-in functions.'],
  [/MODEL/, 'there are no models', 'Leave it out.'],
  [/CATALOG/, 'an environment is the only catalog', 'Use CREATE DATABASE inside of it.'],
  [/CONNECTION/, 'connections hold credentials and are kept out of SQL', 'Create it with the connections API and name it as the option \'connection\'.'],
  [/TEMPORARY/, 'every statement has a session of its own, so nothing temporary would outlive it', 'Leave out TEMPORARY.'],
  [/OR REPLACE|OR ALTER/, 'replacing would lose the table of statements that run', 'Drop it first, then create it.'],
  [/PLAN/, 'plans are kept by Headgate', 'Run the INSERT itself.'],
  [/JOB|SAVEPOINT/, 'jobs are run by Headgate', 'List, stop and resume statements with the statements API.'],
  [/^(?:DELETE|UPDATE|TRUNCATE|MERGE|UPSERT|CALL|ANALYZE)/, 'no table here supports it', 'Use INSERT INTO … SELECT.'],
  [/^BEGIN/, 'statements are sent whole', 'Write EXECUTE STATEMENT SET BEGIN … END as one statement.'],
  [/^EXPLAIN/, 'only queries, INSERT, statement sets and CREATE TABLE AS can be explained', 'Run the statement itself.'],
]

/** Why a statement that begins at `where` is forbidden, and what to do instead. */
export function whyForbidden(what: string, where: string, waitsFor: string | undefined): string {
  const found = reasons.find(([pattern]) => pattern.test(what))
  const later = waitsFor === undefined ? '' : ` It will come with ${waitsFor}.`
  if (found === undefined) return `${what} (${where}) is not a statement that can be run here.${later} Use SELECT, INSERT, CREATE, ALTER, DROP, SHOW, DESCRIBE or EXPLAIN.`
  return `${what} (${where}) is refused, because ${found[1]}.${later} ${found[2]}`
}
