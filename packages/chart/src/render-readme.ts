import { describeValues } from './describe-values.ts'

const markBegin = '<!-- values: written by `npx pnpm@12 chart` from values.yaml -->'
const markEnd = '<!-- end of values -->'

/** The README with the table of `valuesText` between its two marks; the rest stays. Throws when the marks are not there. Pure. */
export function renderReadme(readme: string, valuesText: string): string {
  const begin = readme.indexOf(markBegin)
  const end = readme.indexOf(markEnd)
  if (begin < 0 || end < begin) throw new Error(`The README has no lines ${markBegin} and ${markEnd}.`)
  const rows = describeValues(valuesText).map(({ path, description = '', default: usual }) => `| \`${path}\` | ${escape(description)} | \`${escape(usual)}\` |`)
  return [readme.slice(0, begin) + markBegin, '', '| value | | default |', '| --- | --- | --- |', ...rows, '', readme.slice(end)].join('\n')
}

const escape = (text: string): string => text.replaceAll('|', '\\|')
