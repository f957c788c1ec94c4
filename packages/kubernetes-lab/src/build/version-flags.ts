const PACKAGES = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']

/** The linker's flags by which Kubernetes knows its version, read from the text of our go.mod. Throws when go.mod asks for no Kubernetes. */
export function versionFlags(goMod: string): string {
  const version = kubernetesVersion(goMod)
  const [major, minor] = version.slice(1).split('.')
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean', gitCommit: '0'.repeat(40) }
  return ['-s -w', ...PACKAGES.flatMap((name) => Object.entries(values).map(([key, value]) => `-X ${name}.${key}=${value}`))].join(' ')
}

/** Such as `v1.34.4`. */
export function kubernetesVersion(goMod: string): string {
  const version = /^(?:require )?\s*k8s\.io\/kubernetes (v\d+\.\d+\.\d+)/m.exec(goMod)?.[1]
  if (version === undefined) throw new Error('The go.mod of the cluster does not name a version of k8s.io/kubernetes.')
  return version
}
