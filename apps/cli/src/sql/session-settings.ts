/** What USE, SET and RESET changed: sent with every statement as its properties. */
export interface SessionSettings {
  catalog: string
  database: string
  properties: Record<string, string>
}

/** What became of a statement that may be a setting. */
export type SettingOutcome =
  | { kind: 'changed'; settings: SessionSettings; message: string }
  /** SET without arguments. */
  | { kind: 'show' }
  /** Not a setting: for the server. */
  | { kind: 'not-a-setting' }

const name = '(`(?:[^`]|``)+`|[A-Za-z_][\\w$-]*)'
const useCatalog = new RegExp(`^USE\\s+CATALOG\\s+${name}$`, 'i')
const use = new RegExp(`^USE\\s+${name}(?:\\s*\\.\\s*${name})?$`, 'i')
const quoted = "'((?:[^']|'')*)'"
const set = new RegExp(`^SET\\s+${quoted}\\s*=\\s*${quoted}$`, 'i')
const reset = new RegExp(`^RESET\\s+${quoted}$`, 'i')
const leading = /^(?:\s+|--[^\n]*\n|\/\*(?!\+)[\s\S]*?\*\/)*/

/** Applies USE, SET and RESET here; every other statement is for the server. */
export function applySetting(statement: string, settings: SessionSettings): SettingOutcome {
  const text = statement.replace(leading, '').trim()
  const catalogMatch = useCatalog.exec(text)
  if (catalogMatch) return changed({ ...settings, catalog: unquoteName(catalogMatch[1] ?? '') })
  const useMatch = use.exec(text)
  if (useMatch) {
    const [first, second] = [unquoteName(useMatch[1] ?? ''), useMatch[2]]
    return changed(second === undefined ? { ...settings, database: first } : { ...settings, catalog: first, database: unquoteName(second) })
  }
  if (/^SET$/i.test(text)) return { kind: 'show' }
  const setMatch = set.exec(text)
  if (setMatch) {
    const [key, value] = [unquoteString(setMatch[1] ?? ''), unquoteString(setMatch[2] ?? '')]
    if (key === 'sql.current-catalog') return changed({ ...settings, catalog: value })
    if (key === 'sql.current-database') return changed({ ...settings, database: value })
    return changed({ ...settings, properties: { ...settings.properties, [key]: value } })
  }
  if (/^RESET$/i.test(text)) return changed({ ...settings, properties: {} })
  const resetMatch = reset.exec(text)
  if (resetMatch) {
    const { [unquoteString(resetMatch[1] ?? '')]: _removed, ...properties } = settings.properties
    return changed({ ...settings, properties })
  }
  return { kind: 'not-a-setting' }
}

/** The settings as the properties of a statement. */
export const settingsAsProperties = (settings: SessionSettings): Record<string, string> => ({
  'sql.current-catalog': settings.catalog,
  'sql.current-database': settings.database,
  ...settings.properties,
})

const changed = (settings: SessionSettings): SettingOutcome => ({ kind: 'changed', settings, message: `catalog ${settings.catalog}, database ${settings.database}${Object.keys(settings.properties).length > 0 ? `, ${Object.keys(settings.properties).length} properties` : ''}` })
const unquoteName = (text: string): string => (text.startsWith('`') ? text.slice(1, -1).replaceAll('``', '`') : text)
const unquoteString = (text: string): string => text.replaceAll("''", "'")
