import { documents } from './documents.ts'
import { erasableSyntax } from './erasable-syntax.ts'
import { fileSize } from './file-size.ts'
import { importDirection } from './import-direction.ts'
import { licences } from './licences.ts'
import { openEnds } from './open-ends.ts'
import { outsideImports } from './outside-imports.ts'
import { packageManifests } from './package-manifests.ts'
import { privatePlaces } from './private-places.ts'
import { pureCore } from './pure-core.ts'
import { relativeImports } from './relative-imports.ts'
import { testFiles } from './test-files.ts'
import type { Rule } from './workspace.ts'

/** All house rules, by what they ask for. */
export const RULES: Record<string, Rule> = {
  'imports follow the direction of the architecture': importDirection,
  'the core imports nothing from outside, a library is imported in its home': outsideImports,
  'relative imports end in .ts and stay in their package': relativeImports,
  'the core reads no clock, chance or environment': pureCore,
  'syntax is erasable': erasableSyntax,
  'files are small': fileSize,
  'every test runs, in the group its name says': testFiles,
  'every package has a description and an index': packageManifests,
  'unfinished work gives its reason': openEnds,
  'nothing names a private path or a registry': privatePlaces,
  'licences of what ships are in the list': licences,
  'what documents name exists': documents,
}
