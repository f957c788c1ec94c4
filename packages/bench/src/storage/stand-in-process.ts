import { startS3StandIn } from '@headgate/testbed'

/** An S3 stand-in in a process of its own. Commands come as messages: `put`, `count`, `keys`, `reset`. */
const standIn = await startS3StandIn({ latencyMs: Number(process.argv[2] ?? 0) })
const content = Buffer.from('x')
process.on('message', (message: { type: string; keys?: string[] }) => {
  switch (message.type) {
    case 'put':
      for (const name of message.keys ?? []) standIn.objects.set(name, { content, modifiedMs: Date.now() })
      process.send?.({ type: 'done' })
      return
    case 'count': {
      const counts: Record<string, number> = {}
      for (const { operation } of standIn.calls) counts[operation] = (counts[operation] ?? 0) + 1
      process.send?.({ type: 'done', counts, keys: [...standIn.objects.names('', '')] })
      standIn.calls.length = 0
      return
    }
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'ready', endpoint: standIn.endpoint, bucket: standIn.bucket })
