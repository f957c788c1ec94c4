import { describe, expect, it } from 'vitest'
import { createLinks } from './links.ts'

const from = (host: string, publicUrl?: string) => createLinks(publicUrl === undefined ? {} : { publicUrl }, { protocol: 'http', host })

describe('links', () => {
  it('come from the Host, or from the public URL', () => {
    expect(from('flink.example.com:8080').to('/a')).toBe('http://flink.example.com:8080/a')
    expect(from('[::1]:8080').to('/a')).toBe('http://[::1]:8080/a')
    expect(from('x', 'https://public.example.com/base/').to('/a')).toBe('https://public.example.com/base/a')
  })

  it('take no Host that is none', () => {
    for (const host of ['', 'evil.com/path', 'a@b', 'a"b', 'a b']) expect(from(host).to('/a')).toBe('http://localhost/a')
  })

  it('a page keeps the query and ends in its token', () => {
    expect(from('h').page('/a', { x: 'a=b&c', n: 5, gone: undefined, page_token: 'old' }, 'new')).toBe('http://h/a?x=a%3Db%26c&n=5&page_token=new')
  })
})
