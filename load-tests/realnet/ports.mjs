// Ports on loopback, and servers that stay on it.
import net from 'node:net'

export const LOOPBACK = '127.0.0.1'

export async function freePort() {
  const server = net.createServer()
  await new Promise((done, fail) => server.once('error', fail).listen(0, LOOPBACK, done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

// The servers listen on a port of every interface; an application changed by this listens on loopback.
export function keepLocal(app) {
  const listen = app.listen.bind(app)
  app.listen = (port) => listen(port, LOOPBACK)
}
