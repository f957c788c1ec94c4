/** The supervisor that started this process, over Node's IPC channel; all is a no-op when there is none. */
export interface Parent {
  send(message: { type: string } & Record<string, unknown>): void
  onMessage(handle: (message: { type: string } & Record<string, unknown>) => void): void
  /** The supervisor is gone (killed): this process must not outlive it. */
  onGone(handle: () => void): void
}

export function createParent(): Parent {
  return {
    send: (message) => void process.send?.(message),
    onMessage: (handle) => {
      process.on('message', (message) => {
        if (typeof message === 'object' && message !== null && 'type' in message) handle(message as { type: string })
      })
    },
    onGone: (handle) => {
      if (process.send !== undefined) process.on('disconnect', handle)
    },
  }
}
