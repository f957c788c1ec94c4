import type { PlantedBug } from './planted-bug.ts'

/** The text of a file with the patches of a bug that mean it. Throws when one does not fit: a bug that is not planted must not pass for one that is. */
export function applyPatches(bug: Pick<PlantedBug, 'name' | 'patches'>, file: string, text: string): string {
  return bug.patches.filter((patch) => patch.file === file).reduce((patched, { find, replace }) => {
    const places = patched.split(find).length - 1
    if (places !== 1) throw new Error(`The planted bug ${bug.name} does not fit ${file} any more: the text to replace is there ${places} times, not once.\n${find}`)
    return patched.replace(find, () => replace)
  }, text)
}
