// A PDS in a process of its own, as the network sees it: it starts, stops, is killed, and is called over HTTP; what
// only its operator could do on the machine itself goes over the process channel (host-process.mjs).
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Secp256k1Keypair } from '@atproto/crypto'
import { Observer } from './observer.mjs'
import { xrpc } from './xrpc.mjs'

const STOP_MILLIS_MAX = 8000

export class Host {
  #process
  #environment
  #calls = new Map()
  #lastCall = 0

  constructor({ index, port, plcUrl, recoveryDid, folder, onFrame }) {
    this.index = index
    this.name = `localhost:${port}`
    this.url = `http://${this.name}`
    this.did = `did:web:localhost%3A${port}`
    this.adminPassword = randomBytes(12).toString('hex')
    this.observer = new Observer(this.url, (frame) => onFrame(this, frame))
    const data = path.join(folder, `pds-${index}`)
    mkdirSync(path.join(data, 'blobs'), { recursive: true })
    this.#environment = {
      PDS_PORT: port,
      PDS_HOSTNAME: 'localhost',
      PDS_SERVICE_DID: this.did,
      PDS_DEV_MODE: true,
      PDS_DATA_DIRECTORY: data,
      PDS_BLOBSTORE_DISK_LOCATION: path.join(data, 'blobs'),
      PDS_BLOBSTORE_DISK_TMP_LOCATION: path.join(data, 'blobs-tmp'),
      PDS_DID_PLC_URL: plcUrl,
      PDS_RECOVERY_DID_KEY: recoveryDid,
      PDS_SERVICE_HANDLE_DOMAINS: '.test',
      PDS_INVITE_REQUIRED: false,
      PDS_RATE_LIMITS_ENABLED: false,
      PDS_DISABLE_SSRF_PROTECTION: true,
      PDS_JWT_SECRET: randomBytes(16).toString('hex'),
      PDS_ADMIN_PASSWORD: this.adminPassword,
      LOG_ENABLED: false,
    }
  }

  get running() {
    return this.#process !== undefined
  }

  async start() {
    if (this.running) return
    this.#environment.PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX ??= await newKeyHex()
    const child = fork(path.join(import.meta.dirname, 'host-process.mjs'), [], {
      env: { ...process.env, ...this.#environment },
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    await new Promise((done, fail) => {
      child.once('exit', (code) => fail(new Error(`PDS ${this.index} did not start (exit ${code})`)))
      child.once('message', done)
    })
    this.#process = child
    child.on('message', ({ call, result, error }) => this.#answered(call, result, error))
    child.once('exit', () => this.#ended())
    this.observer.start()
  }

  stop() {
    return this.#end((child) => {
      child.disconnect()
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MILLIS_MAX)
      child.once('exit', () => clearTimeout(late))
    })
  }

  kill() {
    return this.#end((child) => child.kill('SIGKILL'))
  }

  // Calls a function of host-process.mjs.
  call(name, argument = {}) {
    if (!this.running) return Promise.reject(new Error(`PDS ${this.index} is not running`))
    const call = ++this.#lastCall
    return new Promise((done, fail) => {
      this.#calls.set(call, { done, fail })
      this.#process.send({ call, name, argument })
    })
  }

  xrpc(nsid, options) {
    return xrpc(this.url, nsid, options)
  }

  admin(nsid, body) {
    return this.xrpc(nsid, { body, auth: `Basic ${btoa(`admin:${this.adminPassword}`)}` })
  }

  // Comes back once the observer has every frame announced until now.
  async settle() {
    if (this.running) await this.observer.reach(await this.call('tip'))
  }

  async #end(how) {
    this.observer.stop()
    const child = this.#process
    if (!child) return
    const ended = new Promise((done) => child.once('exit', done))
    how(child)
    await ended
  }

  #answered(call, result, error) {
    const { done, fail } = this.#calls.get(call)
    this.#calls.delete(call)
    if (error === undefined) done(result)
    else fail(new Error(error))
  }

  #ended() {
    this.#process = undefined
    for (const { fail } of this.#calls.values()) fail(new Error(`PDS ${this.index} ended`))
    this.#calls.clear()
  }
}

async function newKeyHex() {
  const key = await Secp256k1Keypair.create({ exportable: true })
  return Buffer.from(await key.export()).toString('hex')
}
