// Reads a host's own stream, as the ground truth of what it announced; comes back with its cursor after a cut.
import { decodeAll } from '@atproto/lex-cbor'

const RETRY_MILLIS = 50
const REACH_MILLIS_MAX = 15000

export class Observer {
  #socket
  #stopped = true
  #waiting = []

  constructor(url, onFrame) {
    this.url = new URL('/xrpc/com.atproto.sync.subscribeRepos', url.replace(/^http/, 'ws'))
    this.onFrame = onFrame
    this.seq = 0
  }

  start() {
    if (!this.#stopped) return
    this.#stopped = false
    this.#connect()
  }

  stop() {
    this.#stopped = true
    this.#socket?.close()
  }

  reach(seq) {
    if (this.seq >= seq) return Promise.resolve()
    return new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`observer is at ${this.seq} of ${seq}`)), REACH_MILLIS_MAX)
      this.#waiting.push({ seq, done: () => (clearTimeout(late), done()) })
    })
  }

  #connect() {
    if (this.#stopped) return
    this.url.searchParams.set('cursor', this.seq)
    const socket = new WebSocket(this.url)
    socket.binaryType = 'arraybuffer'
    socket.onmessage = ({ data }) => this.#received(new Uint8Array(data))
    socket.onclose = () => setTimeout(() => this.#connect(), RETRY_MILLIS)
    this.#socket = socket
  }

  #received(frame) {
    const [, body] = [...decodeAll(frame)]
    if (body?.seq === undefined) return
    this.seq = body.seq
    this.onFrame(frame)
    const reached = this.#waiting.filter(({ seq }) => seq <= this.seq)
    this.#waiting = this.#waiting.filter(({ seq }) => seq > this.seq)
    for (const { done } of reached) done()
  }
}
