import openapiTypescript, { astToString } from 'openapi-typescript'
import { renderOpenapi } from './render-openapi.ts'

/** One file that is generated and checked in. `path` is relative to the root of the repository. */
export interface GeneratedFile {
  path: string
  text: string
}

const header = '// Written by `pnpm gen` from packages/contract: change the contract, not this file.\n'

/** Every generated file, as it should be now. */
export async function renderGeneratedFiles(): Promise<GeneratedFile[]> {
  const document = renderOpenapi()
  const text = `${JSON.stringify(document, undefined, 2)}\n`
  const types = await openapiTypescript(JSON.parse(text) as Parameters<typeof openapiTypescript>[0])
  return [
    { path: 'openapi/headgate.json', text },
    { path: 'packages/contract/src/generated/api.ts', text: `${header}${astToString(types)}` },
  ]
}
