// Ports on loopback, and servers that stay on it.
import { randomInt } from 'node:crypto'
import net from 'node:net'

export const LOOPBACK = '127.0.0.1'

// Below what the system gives to whoever connects somewhere: a server that was away finds its own port still free.
const PORTS = { from: 20_000, to: 32_000 }

export async function freePort() {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to)
    if (await isFree(port)) return port
  }
}

async function isFree(port) {
  const server = net.createServer()
  const listens = await new Promise((done) =>
    server.once('error', () => done(false)).listen(port, LOOPBACK, () => done(true)),
  )
  if (listens) await new Promise((done) => server.close(done))
  return listens
}

// The servers listen on a port of every interface; an application changed by this listens on loopback.
export function keepLocal(app) {
  const listen = app.listen.bind(app)
  app.listen = (port) => listen(port, LOOPBACK)
}
