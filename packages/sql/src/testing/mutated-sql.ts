import fc from 'fast-check'
import { tokenize } from '../text/tokenize.ts'
import { benignStatements } from './benign-statements.ts'
import { hostileStatements } from './hostile-statements.ts'

/** Makes another text of a text. */
type Mutation = (sql: string) => string

/** What is put into texts: the ends of everything, what opens it again, and what must not be let in. */
const fragments = [
  "'", "''", '`', '``', '"', '--', '//', '/*', '/**', '/***/', '*/', '/*+', '/* + ', '\n', '\r', '\t', '\f', ' ', ';', ',', '.', '(', ')', '[', ']', '{', '}', '<', '>', '{{', '}}', '=', '<>', '=>', '||',
  '\\', '$', '@', '#', '?', ':', '!', '~', '&', '%', '^', '|', "e'", "E'", "x'", "U&'", "_utf8'", "n'", "UESCAPE '!'", '{fn ', '{d ', 'a$b', 'a--b$c', '_', '..', '1', '1.5e3', '.5',
  'é', '٣', 'ſ', 'ı', '\u212a', '\u00a0', '\u2028', '\u3000', '\ufeff', '\u200b', '💥', '\u0000', '\ud800',
  'SELECT', 'FROM', 'WITH', 'CREATE', 'TABLE', 'VIEW', 'ALTER', 'DROP', 'INSERT INTO', 'EXECUTE', 'STATEMENT SET', 'BEGIN', 'END', 'EXPLAIN', 'AS', 'LIKE', 'SET', 'RESET', 'FOR', 'TEMPORARY', 'SYSTEM',
  'FUNCTION', 'IF NOT EXISTS', 'IF EXISTS', 'OR REPLACE', 'OR ALTER', 'MATERIALIZED', 'PARTITION (a = 1)', 'ON CONFLICT DO NOTHING', 'COMPILE PLAN', 'EXECUTE PLAN', 'MODEL', 'CATALOG', 'CONNECTION', 'MODULE', 'JAR', 'JOB',
  "ADD JAR 'x'", "; ADD JAR 'x'", "OPTIONS('path' = 'file:///etc')", "/*+ OPTIONS('path' = 'file:///etc') */", "WITH ('path' = 'file:///etc')", "SET ('path' = 'file:///etc')", "COMMENT 'x'",
  "CAST(1 AS RAW('a', 'b'))", "STRUCTURED<'a', b INT>", "OBJECT_OF('a')", 'DISTRIBUTED BY (a) INTO 4 BUCKETS', 'LATERAL TABLE(', 'DESCRIPTOR(', "INTERVAL '1' DAY", "TIMESTAMP '2026-01-01 00:00:00'",
]

/** Statements around a statement. `@` is where the other one goes. */
const frames = [
  'EXPLAIN @', 'EXPLAIN PLAN FOR @', 'CREATE VIEW v AS @', 'ALTER VIEW v AS @', 'INSERT INTO t @', 'EXECUTE @', 'EXECUTE STATEMENT SET BEGIN @; END', 'EXECUTE STATEMENT SET BEGIN INSERT INTO t @; END', 'CREATE TABLE t AS @',
  '(@)', 'SELECT * FROM (@)', 'SELECT * FROM t WHERE a IN (@)', 'WITH x AS (@) SELECT * FROM x', '@ UNION ALL @', '/*+ @ */ SELECT 1', 'SELECT 1 /* @ */', '@;', '@; @', '-- @\n@', "SELECT '@'", 'SELECT `@`', 'COMPILE PLAN \'x\' FOR @',
]

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const corpus = [...hostileStatements.map(({ sql }) => sql), ...benignStatements.map(([sql]) => sql)]
const statement = fc.constantFrom(...corpus)
const indexAt = (part: number, length: number): number => Math.floor(part * length)

/** Works on tokens, so that what comes out can often still be read; a text that has none stays. */
const onTokens = (change: (texts: string[]) => void): Mutation => (sql) => {
  const tokens = tokenize(sql)
  if (!tokens.ok || tokens.value.length === 0) return sql
  const texts = tokens.value.map(({ text }) => text)
  change(texts)
  return texts.join('')
}

const textsOf = (sql: string): string[] => {
  const tokens = tokenize(sql)
  return tokens.ok && tokens.value.length > 0 ? tokens.value.map(({ text }) => text) : [sql]
}

const onCharacters: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(share, fc.constantFrom(...fragments), fc.constantFrom('', ' ')).map(([at, fragment, gap]) => (sql: string) => {
    const index = indexAt(at, sql.length + 1)
    return sql.slice(0, index) + gap + fragment + gap + sql.slice(index)
  }),
  fc.tuple(share, fc.integer({ min: 1, max: 12 })).map(([at, count]) => (sql: string) => sql.slice(0, indexAt(at, sql.length)) + sql.slice(indexAt(at, sql.length) + count)),
  fc.tuple(share, share, statement).map(([at, from, other]) => (sql: string) => sql.slice(0, indexAt(at, sql.length)) + other.slice(indexAt(from, other.length))),
  fc.constantFrom('\n', '\t', '/**/', ' -- x\n', '\r\n', '/*+', '\u00a0').map((gap) => (sql: string) => sql.replaceAll(' ', () => gap)),
  fc.boolean().map((upper) => (sql: string) => (upper ? sql.toUpperCase() : sql.toLowerCase())),
)

const onWholeTokens: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(share, share, statement).map(([at, from, other]) => onTokens((texts) => {
    const others = textsOf(other)
    texts[indexAt(at, texts.length)] = others[indexAt(from, others.length)]!
  })),
  fc.tuple(share, share, fc.integer({ min: 1, max: 8 }), statement).map(([at, from, count, other]) => onTokens((texts) => {
    const others = textsOf(other)
    const start = indexAt(from, others.length)
    texts.splice(indexAt(at, texts.length), 0, ' ', ...others.slice(start, start + count), ' ')
  })),
  fc.tuple(share, fc.constantFrom(...fragments)).map(([at, fragment]) => onTokens((texts) => void texts.splice(indexAt(at, texts.length), 0, ` ${fragment} `))),
  fc.tuple(share, share).map(([left, right]) => onTokens((texts) => {
    const [one, other] = [indexAt(left, texts.length), indexAt(right, texts.length)]
    ;[texts[one], texts[other]] = [texts[other]!, texts[one]!]
  })),
  share.map((at) => onTokens((texts) => void texts.splice(indexAt(at, texts.length), 1))),
  share.map((at) => onTokens((texts) => void texts.splice(indexAt(at, texts.length), 0, texts[indexAt(at, texts.length)]!))),
)

const framing: fc.Arbitrary<Mutation> = fc.constantFrom(...frames).map((frame) => (sql: string) => frame.replaceAll('@', () => sql))

/** Statements of the two lists, changed in one to four places: by character, by token, with pieces of each other, framed. */
export const mutatedSql: fc.Arbitrary<string> = fc
  .tuple(statement, fc.array(fc.oneof({ arbitrary: onCharacters, weight: 3 }, { arbitrary: onWholeTokens, weight: 4 }, { arbitrary: framing, weight: 2 }), { minLength: 1, maxLength: 4, size: 'max' }))
  .map(([sql, mutations]) => mutations.reduce((text, mutation) => mutation(text), sql).slice(0, 20_000))
