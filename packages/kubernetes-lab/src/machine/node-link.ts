import { runProgram, runProgramOrThrow } from '@headgate/testbed'
import { NETWORKS_MAX, networkNames, nodeAddresses } from './node-addresses.ts'

const IP_TIMEOUT_MS = 30_000

/** Takes a network that nobody has, or the one in which this machine has `hostAddress`, by making its link, which only one can. Throws when all are taken. */
export async function claimNetwork(hostAddress?: string): Promise<number> {
  const networks = Array.from({ length: NETWORKS_MAX }, (_, network) => network).filter((network) => hostAddress === undefined || nodeAddresses(network).hostAddress === hostAddress)
  let answer = 'there is none with this address'
  for (const network of networks) {
    const { hostLink, nodeLink } = networkNames(network)
    const end = await runProgram('ip', ['link', 'add', hostLink, 'type', 'veth', 'peer', 'name', nodeLink], { timeoutMs: IP_TIMEOUT_MS })
    if (end.code === 0) return network
    answer = end.stderr.trim()
  }
  throw new Error(`None of ${networks.length} networks for nodes can be taken; the last answer: ${answer}. End some with "pnpm kubernetes-lab down", or see "ip link".`)
}

/** Gives the node its end of the link, and this machine the routes to pods and Services. `initPid`: a process in the node's network namespace. */
export async function connectNode(network: number, initPid: number): Promise<void> {
  const { hostLink, nodeLink } = networkNames(network)
  const { hostAddress, nodeAddress, podRange, serviceRange } = nodeAddresses(network)
  await ip('link', 'set', nodeLink, 'netns', String(initPid))
  await ip('addr', 'add', `${hostAddress}/30`, 'dev', hostLink)
  await ip('link', 'set', hostLink, 'up')
  for (const range of [podRange, serviceRange]) await ip('route', 'replace', range, 'via', nodeAddress, 'dev', hostLink)
}

/** Removes the link, and with it the routes. No link: nothing to do. */
export async function removeLink(network: number): Promise<void> {
  if (await isLinkThere(network)) await ip('link', 'del', networkNames(network).hostLink)
}

/** Whether this machine's end of the link is there. */
export async function isLinkThere(network: number): Promise<boolean> {
  return (await runProgram('ip', ['link', 'show', networkNames(network).hostLink], { timeoutMs: IP_TIMEOUT_MS })).code === 0
}

async function ip(...words: string[]): Promise<void> {
  await runProgramOrThrow('ip', words, { timeoutMs: IP_TIMEOUT_MS })
}
