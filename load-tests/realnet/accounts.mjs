// The accounts of the network: where each lives, how it signs in, and what it has written.

export class Account {
  // Sessions end with a takedown and with a move; the next call signs in anew.
  token
  did
  records = []
  // What it had before it moved.
  hostBefore
  tokenBefore

  constructor(number, host) {
    this.number = number
    this.host = host
    this.handle = `user${number}.test`
    this.email = `user${number}@mail.example.org`
    this.password = `password of ${number}`
  }

  async call(nsid, options = {}) {
    this.token ??= await this.#signIn()
    try {
      return await this.host.xrpc(nsid, { ...options, auth: `Bearer ${this.token}` })
    } catch (error) {
      if (error.error !== 'ExpiredToken' && error.error !== 'InvalidToken') throw error
      this.token = await this.#signIn()
      return this.host.xrpc(nsid, { ...options, auth: `Bearer ${this.token}` })
    }
  }

  async create(collection, record) {
    const made = await this.call('com.atproto.repo.createRecord', {
      body: { repo: this.did, collection, record: { $type: collection, createdAt: now(), ...record } },
    })
    return this.wrote(made)
  }

  wrote({ uri, cid }) {
    const [, , , collection, rkey] = uri.split('/')
    const record = { uri, cid, collection, rkey }
    this.records = [...this.records.filter((known) => known.uri !== uri), record]
    return { path: `${collection}/${rkey}`, cid }
  }

  forget(record) {
    this.records = this.records.filter((known) => known !== record)
  }

  posts() {
    return this.records.filter(({ collection }) => collection === POST)
  }

  async #signIn() {
    const body = { identifier: this.did, password: this.password }
    return (await this.host.xrpc('com.atproto.server.createSession', { body })).accessJwt
  }
}

export const POST = 'app.bsky.feed.post'
export const LIKE = 'app.bsky.feed.like'
export const FOLLOW = 'app.bsky.graph.follow'
export const PROFILE = 'app.bsky.actor.profile'

export function now() {
  return new Date().toISOString()
}
