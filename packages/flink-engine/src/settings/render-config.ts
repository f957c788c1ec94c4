import { clusterSettings } from './settings.ts'
import type { Setting, SettingsInput } from './settings.ts'

/**
 * Flink's `config.yaml` of one generation of a pool, each setting under the reason for it. Pure. Keys are flat and values are
 * quoted, so that no path or address can be read as another YAML type.
 */
export function renderConfig(input: SettingsInput): string {
  return `# Written by Headgate for one generation of a pool; changes here are lost.\n${clusterSettings(input).map(line).join('')}`
}

const line = ({ key, value, why }: Setting): string => `# ${why}\n${key}: ${JSON.stringify(value)}\n`
