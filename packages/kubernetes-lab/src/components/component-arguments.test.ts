import { expect, test } from 'vitest'
import { apiServerArguments, controllerManagerArguments, schedulerArguments, type ComponentPlace } from './component-arguments.ts'
import { fillTemplate } from './fill-template.ts'

const loopback: ComponentPlace = { state: '/lab', ports: { api: 1, etcd: 2, etcdPeer: 3 }, bindAddress: '127.0.0.1', advertiseAddress: '127.0.0.1', serviceRange: '10.96.0.0/16' }
const node: ComponentPlace = { ...loopback, bindAddress: '0.0.0.0', advertiseAddress: '198.18.240.2', podRange: '198.18.0.0/24' }

test('without a node nothing but the API server and etcd has a port', () => {
  expect(apiServerArguments(loopback)).toContain('--secure-port=1')
  for (const words of [controllerManagerArguments(loopback), schedulerArguments(loopback)]) expect(words).toContain('--secure-port=0')
  expect(apiServerArguments(loopback)).toContain('--endpoint-reconciler-type=none')
})

test('with a node the API server trusts only kubelets of its authority, and pods get addresses of its range', () => {
  expect(apiServerArguments(node)).toContain('--kubelet-certificate-authority=/lab/pki/ca.crt')
  expect(controllerManagerArguments(node)).toContain('--cluster-cidr=198.18.0.0/24')
})

test('a template has its values, and a name without a value is a mistake', () => {
  expect(fillTemplate('a: @NODE@, b: @NODE@', { NODE: 'x', OTHER: 'y' })).toBe('a: x, b: x')
  expect(() => fillTemplate('a: @NODES@', { NODE: 'x' })).toThrow(/@NODES@/)
})
