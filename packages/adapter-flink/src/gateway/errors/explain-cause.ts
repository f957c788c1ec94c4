/** A sentence for the user: what is wrong, and what to do. */
export interface Explanation {
  what: string
  todo?: string
}

type Rule = readonly [pattern: RegExp, explain: (match: RegExpMatchArray) => Explanation]

/** `catalog`.`database`.`table` or catalog.database.table as a user wrote it: without Flink's built-in names. */
const tableName = (path: string): string => path.replaceAll('`', '').replace(/^default_catalog\.default_database\./, '')

const list = (text: string, itemsMax = 12): string => {
  const items = text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  return items.slice(0, itemsMax).join(', ') + (items.length > itemsMax ? ', …' : '')
}

const spelling = 'Check the spelling.'

/** The shapes of Flink's messages that are worth a sentence of their own, the most telling first. Patterns see the whole message of one cause. */
const rules: readonly Rule[] = [
  // Names.
  [/^Object '(.+)' not found/, ([, name]) => ({ what: `'${name}' was not found: no such table, view, database or catalog`, todo: `${spelling} SHOW TABLES lists the tables of the current database; one of another database is written as \`database\`.\`table\`.` })],
  [/^Table '(.+)' not found/, ([, name]) => ({ what: `'${name}' is no table or alias of this query`, todo: `${spelling} It must stand in FROM.` })],
  [/^Cannot find table '(.+)' in any of the catalogs/, ([, path]) => ({ what: `Table '${tableName(path ?? '')}' was not found`, todo: `${spelling} SHOW TABLES lists the tables of the current database.` })],
  [/(?:Tables? or views?|Table|View|Views) with (?:the )?identifier ['`](.+?)['`] (?:doesn't|does not) exist/i, ([, path]) => ({ what: `'${tableName(path ?? '')}' does not exist`, todo: `${spelling} SHOW TABLES lists the tables of the current database.` })],
  [/^Table (`.+`) doesn't exist/, ([, path]) => ({ what: `Table '${tableName(path ?? '')}' does not exist`, todo: spelling })],
  [/^Column '(.+)' not found in any table/, ([, name]) => ({ what: `Column '${name}' was not found in any table of the query`, todo: `${spelling} DESCRIBE shows the columns of a table.` })],
  [/^Column '(.+)' not found in table '(.+)'/, ([, name, table]) => ({ what: `Table '${table}' has no column '${name}'`, todo: `${spelling} DESCRIBE shows the columns of a table.` })],
  [/^Column '(.+)' is ambiguous/, ([, name]) => ({ what: `Column '${name}' is in more than one table of the query`, todo: "Write the table's name or alias before it." })],
  [/^Unknown target column '(.+)'/, ([, name]) => ({ what: `The table to insert into has no column '${name}'`, todo: 'DESCRIBE shows the columns of a table.' })],
  [/^Unknown identifier '(.+)'/, ([, name]) => ({ what: `'${name}' is not known here, neither as a type nor as a name`, todo: spelling })],
  [/^No match found for function signature (.+)/s, ([, signature]) => ({ what: `There is no function ${signature}`, todo: 'Check its name and the types of its arguments. SHOW FUNCTIONS lists the functions.' })],
  [/^A (catalog|database) with name \[(.+?)\] does not exist/, ([, kind, name]) => ({ what: `There is no ${kind} '${name}'`, todo: `${spelling} SHOW ${kind === 'catalog' ? 'CATALOGS' : 'DATABASES'} lists them.` })],
  [/^(?:Table|View) \(or (?:view|table)\) (\S+) already exists/, ([, path]) => ({ what: `'${tableName(path ?? '').replace(/^default_database\./, '')}' exists already`, todo: 'Use another name, or CREATE … IF NOT EXISTS.' })],

  // Syntax and types.
  [/^Incorrect syntax near the keyword '(.+?)'/, ([, word]) => ({ what: `Syntax error near the keyword '${word}'`, todo: 'If it is meant as a name, write it in backticks.' })],
  [/^Encountered "(.+?)" at line/s, ([, text]) => ({ what: `Syntax error near '${text?.replace(/^\\'/, "'")}'` })],
  [/^Encountered "<EOF>"|^Encountered: <EOF>/, () => ({ what: 'Syntax error: the statement ends too early' })],
  [/^Lexical error/, () => ({ what: 'Syntax error: a character that does not belong here, or a quote that is not closed' })],
  [/^Non-query expression encountered in illegal context/, () => ({ what: 'Syntax error: the statement does not begin as one of Flink SQL', todo: 'It must begin with a keyword such as SELECT, INSERT INTO, CREATE, ALTER, DROP, SHOW or EXPLAIN.' })],
  [/^only single statement supported/, () => ({ what: 'More than one statement was given', todo: 'Send each statement on its own; several INSERTs go into EXECUTE STATEMENT SET BEGIN … END.' })],
  [/^(Cannot apply '.+?' to arguments of type '.+?')\. Supported form\(s\): (.+)/s, ([, what, forms]) => ({ what: what ?? '', todo: `Supported: ${list(forms ?? '').replaceAll("'", '')}.` })],
  [/^Expression '(.+)' is not being grouped/, ([, name]) => ({ what: `'${name}' is neither grouped nor aggregated`, todo: 'Add it to GROUP BY, or aggregate it (MAX, LAST_VALUE, …).' })],

  // Tables to write to.
  [
    /^Column types of query result and sink for '(.+?)' do not match\.\s*Cause: (.+?)\s*Query schema: \[(.*?)\]\s*Sink schema:\s*\[(.*?)\]/s,
    ([, path, cause, query, sink]) => ({ what: `The columns of the query do not fit table '${tableName(path ?? '')}': ${lower(cause)} The query gives (${query}), the table has (${sink})`, todo: 'Cast the columns, or name the ones to fill: INSERT INTO table (column, …).' }),
  ],
  [/^Table sink '(.+?)' doesn't support consuming (update and delete|update|delete) changes which is produced by node (\w+)/, ([, path, kind, node]) => ({ what: `Table '${tableName(path ?? '')}' takes only new rows, but the query has ${kind} changes (from ${node})`, todo: 'Write to a table with a primary key that takes upserts, or aggregate over a window.' })],
  [/^The query has an upsert key that differs from the primary key of the sink table '(.+?)'\. Primary key: (\[.*?\]), upsert key: (.*?)\. /, ([, path, primary, upsert]) => ({ what: `The query's key ${upsert || '(none)'} differs from the primary key ${primary} of table '${tableName(path ?? '')}', so several of its rows may meet in one`, todo: 'Make the keys equal, or say what shall happen: ON CONFLICT DO DEDUPLICATE, DO ERROR or DO NOTHING.' })],
  [/^Connector '(.+)' can only be used as a (source|sink)/, ([, name, role]) => ({ what: `Tables of the connector '${name}' can only be ${role === 'source' ? 'read' : 'written'}` })],

  // Connectors, formats and their options. Values may be secret: only keys are named.
  [/^Table options do not contain an option key 'connector'/, () => ({ what: 'The table names no connector', todo: "Add 'connector' = '…' to its WITH options." })],
  [/^Could not find any factory for identifier '(.+?)' that implements '\S*?(\w+)' in the classpath\.\s*Available factory identifiers are:\s*(.*)/s, ([, name, kind, known]) => ({ what: `There is no ${factoryKind(kind)} '${name}'`, todo: `Available: ${list(known ?? '', 20)}.` })],
  [/^One or more required options are missing\.\s*Missing required options are:\s*(.*)/s, ([, keys]) => ({ what: `Required options are missing: ${list(keys ?? '')}`, todo: 'Add them to the WITH options of the table.' })],
  [/^Unsupported options found for '(.+?)'\.\s*Unsupported options:\s*(.*?)\s*Supported options:\s*(.*)/s, ([, name, keys, known]) => ({ what: `'${name}' has no option ${list(keys ?? '')}`, todo: `Its options: ${list(known ?? '', 40)}.` })],
  [/^Could not find required (scan|sink) format '(.+?)'/, ([, , key]) => ({ what: `The option '${key}' is missing`, todo: "Name the format of the data, for example 'json'." })],
  [/^(?:Could not parse value|Invalid value).* for (?:key|option) '(.+?)'/s, ([, key]) => ({ what: `The value of option '${key}' cannot be read`, todo: 'Check its type and unit.' })],

  // What Flink cannot do.
  [/^Sort on a non-time-attribute field is not supported/, () => ({ what: 'An endless result can only be sorted by a time attribute, ascending', todo: 'Sort by a time attribute, add LIMIT, or run over bounded data.' })],
  [/^The window function requires the timecol is a time attribute type, but is (.+?)\.?$/, ([, type]) => ({ what: `The time column of a window must be a time attribute, not a plain ${type}`, todo: 'Declare a WATERMARK on it in the table.' })],
  [/^Cannot generate a valid execution plan for the given query/, () => ({ what: 'Flink has no plan for this query: it uses a combination of features that Flink SQL does not support' })],
  [/^Unsupported cast from '(.+?)' to '(.+?)'/, ([, from, to]) => ({ what: `A ${from} cannot be cast to ${to}` })],
]

function factoryKind(className: string | undefined): string {
  if (className === undefined) return 'extension'
  if (/Format/.test(className)) return 'format'
  return /Catalog/.test(className) ? 'catalog type' : 'connector'
}

function lower(text: string | undefined): string {
  return text === undefined ? '' : text.charAt(0).toLowerCase() + text.slice(1)
}

/** What a message of Flink says, where its shape is known. */
export function explainCause(message: string): Explanation | undefined {
  for (const [pattern, explain] of rules) {
    const match = message.match(pattern)
    if (match !== null) return explain(match)
  }
  return undefined
}
