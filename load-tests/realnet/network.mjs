// A real AT Protocol network on loopback, driven by commands on standard input (README.md).
//
// Standard output is JSON, one object a line: `ready` once everything listens, the `id` of a command with its outcome,
// and `upstream` with each frame a host announced. It ends when standard input ends.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { compileOnce, node } from './runtime.mjs'

const { values: options } = parseArgs({
  options: {
    hosts: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})

if (process.execPath === node()) {
  await serve()
} else {
  try {
    compileOnce()
  } catch (error) {
    console.error(`realnet: ${error.message}`)
    process.exit(1)
  }
  const inner = spawn(node(), [import.meta.filename, ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C reaches the inner process too, which ends in order; this one waits for it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => inner.kill('SIGTERM'))
  inner.once('exit', (code) => process.exit(code ?? 1))
}

async function serve() {
  const { Network } = await import('./world.mjs')
  const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
  const network = new Network({
    hosts: Number(options.hosts),
    port: Number(options.port),
    folder: options.data,
    seed: Number(options.seed),
    onFrame: (host, frame) => say({ upstream: host.name, frame: Buffer.from(frame).toString('base64') }),
  })
  let ending
  const end = () => (ending ??= network.stop().then(() => process.exit(0)))
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  say(await network.start())
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim()) say(await network.act(JSON.parse(line)))
  }
  await end()
}
