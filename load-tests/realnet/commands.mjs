// What can be done to the network, by the name of the command. Each function gets the network, the account or host it
// is about, and the command; what it returns is added to the answer.
import { randomBytes } from 'node:crypto'
import { Account, FOLLOW, LIKE, POST, PROFILE } from './accounts.mjs'
import { copy, leave, migrate, point } from './migrate.mjs'
import { runLoad } from './load.mjs'

// What people do.
const activity = {
  post: (network, account, { text = network.words() }) => account.create(POST, { text }),

  reply(network, account) {
    const parent = network.somePost()
    return account.create(POST, { text: network.words(), reply: { root: parent, parent } })
  },

  like: (network, account) => account.create(LIKE, { subject: network.somePost() }),

  follow(network, account) {
    const others = network.accounts.filter((other) => other !== account)
    return account.create(FOLLOW, { subject: network.pick(others.length ? others : [account]).did })
  },

  async profile(network, account) {
    const record = { $type: PROFILE, displayName: network.words(), description: network.words() }
    const body = { repo: account.did, collection: PROFILE, rkey: 'self', record }
    return account.wrote(await account.call('com.atproto.repo.putRecord', { body }))
  },

  async delete(network, account) {
    const record = account.records.at(-1)
    if (!record) throw new Error('the account has no record')
    const { collection, rkey } = record
    await account.call('com.atproto.repo.deleteRecord', { body: { repo: account.did, collection, rkey } })
    account.forget(record)
    return { path: `${collection}/${rkey}` }
  },

  // One commit of creates, and an update and a delete of older posts where there are any.
  async batch(network, account, { size = 10, characters = 40 }) {
    const [changed, gone] = account.posts()
    const post = () => ({ $type: POST, text: network.words(characters), createdAt: new Date().toISOString() })
    const kind = (name, rest) => ({ $type: `com.atproto.repo.applyWrites#${name}`, collection: POST, ...rest })
    const writes = Array.from({ length: size }, () => kind('create', { value: post() }))
    if (changed) writes.push(kind('update', { rkey: changed.rkey, value: post() }))
    if (gone) writes.push(kind('delete', { rkey: gone.rkey }))
    const { results } = await account.call('com.atproto.repo.applyWrites', { body: { repo: account.did, writes } })
    results.filter(({ uri }) => uri).forEach((made) => account.wrote(made))
    if (gone) account.forget(gone)
    return { writes: writes.length }
  },

  async blob(network, account, { bytes = 2000 }) {
    const { blob } = await account.call('com.atproto.repo.uploadBlob', {
      body: new Uint8Array(randomBytes(bytes)),
      type: 'image/png',
    })
    const embed = { $type: 'app.bsky.embed.images', images: [{ alt: 'noise', image: blob }] }
    return account.create(POST, { text: network.words(), embed })
  },

  async handle(network, account, { handle = `user${account.number}-${network.number()}.test` }) {
    await account.call('com.atproto.identity.updateHandle', { body: { handle } })
    account.handle = handle
    return { handle }
  },

  deactivate: (network, account) => account.call('com.atproto.server.deactivateAccount', { body: {} }),

  activate: (network, account) => account.call('com.atproto.server.activateAccount', { body: null }),

  migrate: (network, account, { to }) => migrate(network, account, network.host(to)),

  // Its steps; the last one is `activate`.
  copy: (network, account, { to }) => copy(account, network.host(to)),
  point,

  // After a migration: the account is deactivated on the host it has left.
  leave: (network, account) => leave(account),
}

// What a host's operator does.
const operation = {
  async 'delete-account'(network, account) {
    await account.host.admin('com.atproto.admin.deleteAccount', { did: account.did })
    account.records = []
  },

  takedown: (network, account) => setTakedown(account, true),

  untakedown: (network, account) => setTakedown(account, false),

  'rotate-key': (network, account) => account.host.call('rotateKey', { did: account.did }),

  'change-key-silently': (network, account) => account.host.call('changeKeySilently', { did: account.did }),

  sync: (network, account) => account.host.call('sync', { did: account.did }),

  identity: (network, account) => account.host.call('identity', { did: account.did, handle: account.handle }),
}

// What a host does that errs or lies.
const mischief = {
  'direct-write': (network, account) => write(account, account.host, true),

  'silent-write': (network, account) => write(account, account.host, false),

  // The host says that the account is suspended, and goes on serving it.
  async misstate(network, account) {
    await account.host.call('account', { did: account.did, status: 'suspended' })
  },

  'swap-key': (network, account) => account.host.call('swapKey', { did: account.did }),

  'restore-key': (network, account) => account.host.call('restoreKey', { did: account.did }),

  // The host that the account has left goes on writing for it, or says that it is gone.
  'zombie-write': (network, account) => write(account, account.hostBefore, true),

  'zombie-account': (network, account) =>
    account.hostBefore.call('account', { did: account.did, status: 'deleted' }),

  // A host that never had the account speaks for it.
  async 'foreign-account'(network, account, { host }) {
    await network.host(host).call('account', { did: account.did, status: 'deleted' })
  },

  // A commit of its own account `by`, under the name of another.
  async 'foreign-write'(network, account, { by }) {
    const { did, host } = network.account(by)
    await host.call('foreignWrite', { did: account.did, by: did, text: 'not theirs' })
  },

  async 'foreign-identity'(network, account, { host }) {
    await network.host(host).call('identity', { did: account.did, handle: account.handle })
  },

  // The directory changes and no host says so.
  async 'plc-tombstone'(network, account) {
    await network.directory.tombstone(account.did)
  },
}

function setTakedown(account, applied) {
  account.token = undefined
  return account.host.admin('com.atproto.admin.updateSubjectStatus', {
    subject: { $type: 'com.atproto.admin.defs#repoRef', did: account.did },
    takedown: { applied },
  })
}

function write(account, host, announced) {
  return host.call('write', { did: account.did, text: 'written by the host alone', announced })
}

export const accountCommands = { ...activity, ...operation, ...mischief }

export const networkCommands = {
  async 'create-account'(network, { host }) {
    const { accounts, hosts } = network
    const number = accounts.length
    const account = new Account(number, host === undefined ? hosts[number % hosts.length] : network.host(host))
    const { handle, email, password } = account
    const made = await account.host.xrpc('com.atproto.server.createAccount', { body: { handle, email, password } })
    account.did = made.did
    account.token = made.accessJwt
    accounts.push(account)
    return { account: number, ...network.about(account) }
  },

  'host-stop': (network, { host }) => network.host(host).stop(),
  'host-kill': (network, { host }) => network.host(host).kill(),
  'host-start': (network, { host }) => network.host(host).start(),
  'plc-stop': (network) => network.directory.stop(),
  'plc-start': (network) => network.directory.start(),

  // Many acts of several accounts at once, one after the other for each account; commands in `meanwhile` are carried out
  // in their order, spread over the acts.
  load: (network, command) => runLoad(network, command, activity),
}
