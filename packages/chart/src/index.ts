export { chartDirectory } from './chart-directory.ts'
export { describeValues } from './describe-values.ts'
export type { DescribedValue } from './describe-values.ts'
export { renderReadme } from './render-readme.ts'
