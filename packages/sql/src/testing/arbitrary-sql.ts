import fc from 'fast-check'

/** Pieces on which lexers and readers go wrong. */
const pieces = [
  "'", "''", '`', '``', '"', '--', '//', '/*', '/**', '/***/', '*/', '/*+', '\n', '\r', '\t', ' ', ';', ',', '.', '(', ')', '{{', '}}', '=', '<>', '\\', '$', '@', '#',
  "e'", "x'", "U&'", "_utf8'", 'SELECT', 'select', 'FROM', 'WITH', 'CREATE', 'TABLE', 'VIEW', 'ALTER', 'DROP', 'INSERT', 'INTO', 'EXECUTE', 'STATEMENT', 'SET', 'BEGIN', 'END',
  'EXPLAIN', 'SHOW', 'DESCRIBE', 'USE', 'RESET', 'VALUES', 'AS', 'LIKE', 'OPTIONS', "'connector'", "'print'", "'a'='b'", 'DISTRIBUTED', 'BY', 'INFORMATION_SCHEMA', 'ADD JAR',
  '1', '1.5e3', '.5', 'é', '٣', 'ſ', '\u00a0', '\u2028', '💥', '\u0000', '{{sql.secrets.x}}', 'a$b', 'a--b$c',
]

/** Texts of pieces of SQL in any order, joined with and without spaces. */
export const arbitrarySql: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5, unit: 'binary' })), { maxLength: 25 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(' ')),
)

/** White space and comments, at least one character, which change nothing in SQL. */
export const arbitraryGap: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(' ', '\n', '\r\n', '\t', '\f', '/* x */', '/**/', '/** SELECT 1; */', '-- it\'s "x" `\n', '// ;\n', '/* {"app": "dbt"} */'), { minLength: 1, maxLength: 4 })
  .map((parts) => ` ${parts.join('')}`)
