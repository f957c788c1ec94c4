import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CLUSTER_DIRECTORY } from './parts.ts'
import { kubernetesVersion, versionFlags } from './version-flags.ts'

test('Kubernetes is told the version of go.mod, in both places where it looks', async () => {
  const goMod = await readFile(join(CLUSTER_DIRECTORY, 'go.mod'), 'utf8')
  const version = kubernetesVersion(goMod)
  expect(version).toMatch(/^v1\.34\./)
  const flags = versionFlags(goMod)
  for (const place of ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']) {
    expect(flags).toContain(`-X ${place}.gitVersion=${version}`)
    expect(flags).toContain(`-X ${place}.gitMinor=34`)
  }
})

test.each(['require k8s.io/kubernetes v1.34.4', 'require (\n\tk8s.io/api v0.34.4\n\tk8s.io/kubernetes v1.34.4\n)'])('the version of %j is found', (goMod) => {
  expect(kubernetesVersion(goMod)).toBe('v1.34.4')
})

test('a go.mod without Kubernetes is a mistake', () => {
  expect(() => versionFlags('module x')).toThrow(/does not name a version/)
})
