import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cloneRoot } from '../plan-images.ts'
import { checkDockerfile } from './check-dockerfile.ts'

const read = (path: string): string => readFileSync(join(cloneRoot, 'packages/images', path), 'utf8')

describe('our Dockerfiles', () => {
  it.each(['engine/Dockerfile', 'control-plane/Dockerfile'])('%s keeps to the rules', (path) => {
    expect(checkDockerfile(read(path))).toEqual([])
  })

  it('run as the users that the charts name', () => {
    expect(read('engine/Dockerfile')).toMatch(/^USER 9999:9999$/m)
    expect(read('control-plane/Dockerfile')).toMatch(/^USER 10001:10001$/m)
  })

  it('have the versions of the workspace', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(cloneRoot, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> }
    expect(read('control-plane/Dockerfile')).toContain(`ARG BASE=node:${devDependencies['node']}-`)
    expect(read('engine/Dockerfile')).toMatch(/^ARG JAVA=17$/m)
  })
})

describe('checkDockerfile', () => {
  const good = read('control-plane/Dockerfile')
  it.each([
    ['the user is root', good.replace('USER 10001:10001', ''), /not as "root"/],
    ['the user has a name, which Kubernetes cannot prove', good.replace('USER 10001:10001', 'USER headgate'), /not as "headgate"/],
    ['the user is that of an earlier stage', `${good}\nFROM debian:12\n`, /not as "root"/],
    ['something is fetched', good.replace('WORKDIR /app', 'ADD https://files.example/a.tar.gz /app\nWORKDIR /app'), /^ADD https/],
    ['something is fetched by hand', good.replace('RUN groupadd', 'RUN curl -O https://files.example/a && groupadd'), /package managers/],
    ['the base moves', good.replace(/^ARG BASE=.*$/m, 'ARG BASE=node:latest'), /no version/],
    ['the base has no version', good.replace(/^ARG BASE=.*$/m, 'ARG BASE=node'), /needs a version/],
    ['a secret is in it', good.replace('ENV NODE_ENV', 'ENV DATABASE_PASSWORD=x NODE_ENV'), /no secret/],
    ['a label is missing', good.replace('org.opencontainers.image.revision', 'revision'), /image\.revision is missing/],
    ['it decides what runs', `${good}\nENTRYPOINT ["node"]\n`, /No ENTRYPOINT/],
  ])('sees when %s', (_, text, expected) => {
    expect(checkDockerfile(text).join('\n')).toMatch(expected)
  })
})
