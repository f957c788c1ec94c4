/**
 * Stands in for the API and the controller in tests: speaks the same messages. What it does is told by STUB_* variables.
 * STUB_MODE: `ready` (default), `silent`, `exit` (dies at once), `die-later` (dies 50 ms after it was ready), `stubborn` (answers no suspend).
 */
const mode = process.env['STUB_MODE'] ?? 'ready'

process.on('disconnect', () => process.exit(0))
process.on('message', (message: { type: string }) => {
  if (message.type === 'suspend' && mode !== 'stubborn') {
    process.send?.({ type: 'suspending', left: 3 })
    process.send?.({ type: 'suspended', statements: 2, failed: ['slow-one'] })
  }
  if (message.type === 'stop') process.exit(0)
})
setInterval(() => undefined, 1_000)

if (mode === 'exit') {
  console.error('line before the end')
  process.exit(3)
}
if (mode !== 'silent') process.send?.({ type: 'ready' })
if (mode === 'die-later') setTimeout(() => process.exit(4), 50)
