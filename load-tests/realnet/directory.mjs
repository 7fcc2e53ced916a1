// A real PLC directory over its in-memory store. It can be stopped and started again with what it knows.
//
// The package is older than the public directory and writes DID documents in a form that the network has left behind;
// here they go out as the public directory writes them now: full method ids, keys as Multikey.
import http from 'node:http'
import { createRequire } from 'node:module'
import { LOOPBACK } from './ports.mjs'

const require = createRequire(import.meta.url)
const { MockDatabase, PlcServer } = require('@did-plc/server')
const plc = require('@did-plc/lib')

const DOCUMENT_PATH = /^\/(did:plc:[a-z2-7]{24})$/

export class Directory {
  #store = new MockDatabase()
  #server

  constructor(port, recoveryKey) {
    this.port = port
    this.url = `http://localhost:${port}`
    this.recoveryKey = recoveryKey
    this.client = new plc.Client(this.url)
  }

  async start() {
    if (this.#server) return
    const server = PlcServer.create({ db: this.#store, port: this.port })
    const answer = server.app
    server.app = {
      listen: (port) =>
        http.createServer((request, response) => this.#answer(request, response, answer)).listen(port, LOOPBACK),
    }
    await server.start()
    this.#server = server
  }

  async stop() {
    await this.#server?.destroy()
    this.#server = undefined
  }

  // Changes an account's entry as its owner may, without asking its host.
  update(did, change) {
    return this.client.updateData(did, this.recoveryKey, change)
  }

  tombstone(did) {
    return this.client.tombstone(did, this.recoveryKey)
  }

  async #answer(request, response, server) {
    const did = request.method === 'GET' && DOCUMENT_PATH.exec(decodeURIComponent(request.url))?.[1]
    const last = did && (await this.#store.lastOpForDid(did))
    if (!last || last.type === 'plc_tombstone') return server(request, response)
    response.writeHead(200, { 'content-type': 'application/did+ld+json; charset=utf-8' })
    response.end(JSON.stringify(document(did, plc.normalizeOp(last))))
  }
}

function document(did, { alsoKnownAs, verificationMethods, services }) {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    alsoKnownAs,
    verificationMethod: Object.entries(verificationMethods).map(([name, key]) => ({
      id: `${did}#${name}`,
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: key.replace('did:key:', ''),
    })),
    service: Object.entries(services).map(([name, { type, endpoint }]) => ({
      id: `#${name}`,
      type,
      serviceEndpoint: endpoint,
    })),
  }
}
