import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chartDirectory } from './chart-directory.ts'
import { renderReadme } from './render-readme.ts'

const file = join(chartDirectory, 'README.md')
const rendered = renderReadme(await readFile(file, 'utf8'), await readFile(join(chartDirectory, 'values.yaml'), 'utf8'))
await writeFile(file, rendered)
process.stdout.write(`Wrote ${file}\n`)
