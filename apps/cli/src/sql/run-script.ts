import type { Api } from '../api/api.ts'
import { applySetting, settingsAsProperties } from './session-settings.ts'
import type { SessionSettings } from './session-settings.ts'
import { runStatement } from './run-statement.ts'
import type { RunOptions } from './run-statement.ts'

/** What every statement of a script has in common. */
export type ScriptOptions = Omit<RunOptions, 'sql' | 'properties'>

/**
 * Runs statements in order and stops at the first that fails. USE, SET and RESET change the settings of those that follow; the settings after
 * the last one are returned. `name` is given to the only statement that is not a setting.
 */
export async function runScript(api: Api, statements: readonly string[], settings: SessionSettings, options: ScriptOptions): Promise<{ settings: SessionSettings; isInterrupted: boolean }> {
  let present = settings
  for (const sql of statements) {
    const setting = applySetting(sql, present)
    if (setting.kind === 'changed') {
      present = setting.settings
      options.note(setting.message)
      continue
    }
    if (setting.kind === 'show') {
      for (const [key, value] of Object.entries(settingsAsProperties(present))) options.out(`${key} = ${/secret|password/i.test(key) ? '******' : value}`)
      continue
    }
    const outcome = await runStatement(api, { ...options, sql, properties: settingsAsProperties(present) })
    if (outcome.isInterrupted) return { settings: present, isInterrupted: true }
  }
  return { settings: present, isInterrupted: false }
}
