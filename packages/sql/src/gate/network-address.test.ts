import { describe, expect, it } from 'vitest'
import { isDeniedAddress } from './address-policy.ts'
import { parseAddress } from './network-address.ts'

describe('parseAddress', () => {
  it.each([
    ['DB.Example.', 'db.example'], ['10.0.0.1', '10.0.0.1'], ['127.9.9.9', 'localhost'], ['0.0.0.0', 'localhost'], ['[::1]', 'localhost'],
    ['[0:0:0:0:0:ffff:7f00:1]', 'localhost'], ['[::ffff:10.0.0.1]', '10.0.0.1'], ['[FE80::1]', '[fe80::1]'], ['x.localhost', 'localhost'], ['kafka_1', 'kafka_1'],
  ])('makes %s comparable', (text, host) => {
    expect(parseAddress(text, 5432)).toEqual({ host, port: 5432 })
    expect(parseAddress(`${text}:99`, 5432)).toEqual({ host, port: 99 })
  })

  it.each(['127.1', '2130706433', '0x7f000001', '0177.0.0.1', '256.1.1.1', 'a..b', 'a b', 'a:0', 'a:99999', 'u@h', '::1', '', '[::1', 'é.example'])('refuses %j', (text) => {
    expect(parseAddress(text, 1)).toBeUndefined()
  })
})

describe('isDeniedAddress', () => {
  it('compares host and port, or the host alone', () => {
    const denied = ['localhost:5432', '10.1.2.3']
    const isDenied = (text: string) => isDeniedAddress(parseAddress(text, 5432)!, denied)
    expect(['127.0.0.1', '[::1]:5432', '10.1.2.3:1', '[::ffff:a01:203]:7'].map(isDenied)).toEqual([true, true, true, true])
    expect(['127.0.0.1:9092', '10.1.2.4'].map(isDenied)).toEqual([false, false])
  })
})
