import { expect, it } from 'vitest'
import { setPorts } from './raw-cluster.ts'

it('moves a configuration to other ports and changes nothing else', () => {
  const config = '# why\nrest.port: "20001"\nrest.bind-port: "20001"\njobmanager.rpc.port: "20002"\nblob.server.port: "20003"\n'
  expect(setPorts(config, { restPort: 1, rpcPort: 2 })).toBe('# why\nrest.port: "1"\nrest.bind-port: "1"\njobmanager.rpc.port: "2"\nblob.server.port: "20003"\n')
})
