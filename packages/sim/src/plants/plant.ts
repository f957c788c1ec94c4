import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { applyPatches } from './apply-patches.ts'
import type { PlantedBug } from './planted-bug.ts'

/** The root of the workspace, with a slash at its end. */
export const workspaceRoot = fileURLToPath(new URL('../../../../', import.meta.url))

/**
 * Plants a bug into every module that is loaded from now on; what was loaded before stays as it is, so this comes first. Returns the
 * files of the bug that were not loaded yet: none, once the simulation was.
 */
export function plant(bug: PlantedBug): () => string[] {
  const waiting = new Set(bug.patches.map((patch) => patch.file))
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      const path = url.startsWith('file:') ? fileURLToPath(url) : ''
      const file = path.startsWith(workspaceRoot) ? path.slice(workspaceRoot.length).replaceAll('\\', '/') : ''
      if (!waiting.has(file) || loaded.source === undefined || loaded.source === null) return loaded
      const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
      waiting.delete(file)
      return { ...loaded, source: applyPatches(bug, file, text) }
    },
  })
  return () => [...waiting]
}
