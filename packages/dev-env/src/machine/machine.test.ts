import { describe, expect, it } from 'vitest'
import { checkDiskSpace } from './disk-space.ts'
import { findJava, parseJavaMajor } from './find-java.ts'
import { findMaven } from './find-maven.ts'

describe('the machine', () => {
  it('reads the versions that Java prints', () => {
    expect(parseJavaMajor('openjdk version "17.0.15" 2025-04-15')).toBe(17)
    expect(parseJavaMajor('java version "1.8.0_402"')).toBe(8)
    expect(parseJavaMajor('sh: java: not found')).toBeUndefined()
  })

  it('takes the first Java that fits, and says how to get one', async () => {
    const majors: Record<string, number> = { '/eleven/bin/java': 11, java: 17 }
    expect(await findJava({ JAVA_HOME: '/eleven' }, (command) => Promise.resolve(majors[command]))).toEqual({ ok: true, value: { command: 'java', major: 17 } })
    expect(await findJava({ JAVA_HOME: '/eleven' }, (command) => Promise.resolve(command === '/eleven/bin/java' ? 11 : undefined))).toMatchObject({ ok: false, exitCode: 3, message: expect.stringMatching(/found only 11.*openjdk-17/) })
    expect(await findJava({}, () => Promise.resolve(undefined))).toMatchObject({ ok: false, message: expect.stringContaining('no Java was found') })
  })

  it('says when Maven is missing', async () => {
    expect(await findMaven({ PATH: '/nowhere' })).toMatchObject({ ok: false, exitCode: 3, message: expect.stringContaining('apt install maven') })
  })

  it('refuses a disk with too little room', async () => {
    expect(await checkDiskSpace('/d', 1_500_000_000, 'Fetching Flink', () => Promise.resolve(200_000_000))).toMatchObject({ ok: false, exitCode: 6, message: expect.stringMatching(/needs 1.5 GB.*only 200 MB/) })
    expect(await checkDiskSpace('/d', 1, 'It')).toMatchObject({ ok: true })
  })
})
