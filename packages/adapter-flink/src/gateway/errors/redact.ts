/** Takes the values of table options out of a text of Flink (`'key'='value'` lines): they may be secret and help nobody. */
export function redact(text: string): string {
  return text.replace(/^'((?:[^'\n]|'')+)'='.*'$/gm, "'$1'='…'").replace(/("?(?:password|secret|jaas\.config)"?\s*[=:]\s*)\S+/gi, '$1…')
}
