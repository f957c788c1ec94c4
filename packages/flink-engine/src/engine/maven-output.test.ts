import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainMavenFailure, readMavenLine } from './maven-output.ts'
import { resolveEngine } from './resolve-engine.ts'
import type { EngineProgress } from './resolve-engine.ts'

const repository = 'https://repository.example/maven2/org/apache/flink/flink-core/2.3.0'

describe('readMavenLine', () => {
  it('reads what is fetched and what is put in place', () => {
    expect(readMavenLine(`[INFO] Downloading from central: ${repository}/flink-core-2.3.0.jar`)).toEqual({ kind: 'downloading', file: 'flink-core-2.3.0.jar' })
    expect(readMavenLine(`[INFO] Downloaded from central: ${repository}/flink-core-2.3.0.jar (2.1 MB at 5.0 MB/s)`)).toEqual({ kind: 'downloaded', file: 'flink-core-2.3.0.jar', bytes: 2_100_000 })
    expect(readMavenLine('[INFO] Copying flink-core-2.3.0.jar to /x/lib/flink-core-2.3.0.jar')).toEqual({ kind: 'copying', file: 'flink-core-2.3.0.jar' })
    expect(readMavenLine('[INFO] BUILD SUCCESS')).toBeUndefined()
  })
})

describe('explainMavenFailure', () => {
  it.each([
    [`[ERROR] Could not transfer artifact a:b:pom:1 from/to central (${repository}): repository.example: Temporary failure in name resolution`, /cannot reach its repository/],
    ['[ERROR] Could not transfer artifact a:b:jar:1: No space left on device', /disk is full/],
    [`[ERROR] Could not find artifact org.apache.flink:flink-core:jar:2.3.0 in central (${repository})`, /did not find org\.apache\.flink:flink-core:jar/],
    ['[ERROR] Cannot access central in offline mode', /offline/],
    ['[ERROR] PKIX path building failed', /certificate/],
    [`[ERROR] Something else at ${repository} went wrong`, /^Maven failed: Something else at … went wrong$/],
  ])('%s', (output, expected) => {
    const message = explainMavenFailure(output)
    expect(message).toMatch(expected)
    expect(message).not.toContain('repository.example')
    expect(message).not.toContain('\n')
  })
})

describe('resolveEngine with tools of the test', () => {
  let root: string
  const tool = async (name: string, script: string) => {
    const path = join(root, name)
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
    return path
  }
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'headgate-engine-'))
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  it('names the tool that is missing or wrong', async () => {
    const javaCommand = await tool('java17', 'echo \'openjdk version "17.0.15" 2025-04-15\' >&2')
    const old = await tool('java8', 'echo \'java version "1.8.0_402"\' >&2')
    const targetDirectory = join(root, 'none')
    expect(await resolveEngine({ javaCommand: '/nowhere/java', targetDirectory })).toMatchObject({ reason: 'rejected', message: expect.stringContaining('Java was not found') })
    expect(await resolveEngine({ javaCommand: old, targetDirectory })).toMatchObject({ reason: 'rejected', message: expect.stringContaining('is Java 8') })
    expect(await resolveEngine({ javaCommand, mavenCommand: '/nowhere/mvn', targetDirectory })).toMatchObject({ reason: 'rejected', message: expect.stringContaining('Maven was not found') })
  })

  it('is there whole or not at all', async () => {
    const { readdir, mkdir } = await import('node:fs/promises')
    const javaCommand = await tool('java', 'echo \'openjdk version "17.0.15" 2025-04-15\' >&2')
    const targetDirectory = join(root, 'engines')
    const broken = await tool('mvn-broken', 'case "$1" in -v) exit 0;; esac\necho "[ERROR] Connection refused"\nexit 1')
    expect(await resolveEngine({ javaCommand, mavenCommand: broken, targetDirectory })).toMatchObject({ reason: 'unavailable', message: expect.stringContaining('cannot reach') })
    expect(await readdir(targetDirectory)).toEqual([])
    const half = await tool('mvn-half', 'case "$1" in -v) exit 0;; esac\nfor a in "$@"; do case "$a" in -Dengine.directory=*) d="${a#*=}";; esac; done\nmkdir -p "$d/lib"; echo x > "$d/lib/a.jar"')
    expect(await resolveEngine({ javaCommand, mavenCommand: half, targetDirectory })).toMatchObject({ reason: 'unavailable', message: expect.stringContaining('no complete engine') })
    expect(await readdir(targetDirectory)).toEqual([])

    const maven = await tool(
      'mvn',
      `case "$1" in -v) exit 0;; esac
for a in "$@"; do case "$a" in -Dengine.directory=*) d="\${a#*=}";; esac; done
mkdir -p "$d/lib" "$d/gateway" "$d/plugins/s3-fs-native"; echo x > "$d/lib/a.jar"; echo yy > "$d/gateway/b.jar"; echo zzz > "$d/plugins/s3-fs-native/c.jar"
echo "[INFO] Downloaded from central: https://repository.example/a.jar (11 kB at 24 kB/s)"
echo "[INFO] Copying a.jar to $d/lib/a.jar"`,
    )
    const progress: EngineProgress[] = []
    const [one, two] = await Promise.all([
      resolveEngine({ javaCommand, mavenCommand: maven, targetDirectory, onProgress: (step) => progress.push(step) }),
      resolveEngine({ javaCommand, mavenCommand: maven, targetDirectory }),
    ])
    expect(one).toMatchObject({ ok: true, value: { jars: 3, bytes: 9 } })
    expect(two).toEqual(one)
    expect(progress.map(({ phase, jars, bytes }) => [phase, jars, bytes])).toEqual([['download', 0, 11_000], ['copy', 1, 11_000], ['done', 3, 9]])
    const names = await readdir(targetDirectory)
    expect(names).toHaveLength(1)

    // A jar that was cut short makes it whole again.
    await writeFile(join(targetDirectory, names[0] ?? '', 'lib', 'a.jar'), '')
    await mkdir(join(targetDirectory, names[0] ?? '', 'archives'))
    expect(await resolveEngine({ javaCommand, mavenCommand: maven, targetDirectory })).toEqual(one)
    expect(await resolveEngine({ javaCommand, mavenCommand: broken, targetDirectory })).toEqual(one)
  })
})
