// One real PDS. People act through its HTTP interface; the functions here are what an operator does on the machine
// itself, and what a host does that has gone wrong. The process ends when its channel closes.
import { readFile, writeFile } from 'node:fs/promises'
import { PDS, repoPrepare, scripts } from '@atproto/pds'
import { Secp256k1Keypair } from '@atproto/crypto'
import { keepLocal } from './ports.mjs'

const pds = await PDS.fromEnv()
const { accountManager, actorStore, sequencer, plcClient, plcRotationKey } = pds.ctx
keepLocal(pds.app)

const functions = {
  tip: async () => (await sequencer.curr()) ?? 0,

  identity: ({ did, handle }) => sequencer.sequenceIdentity(did, handle),

  account: ({ did, status }) => sequencer.sequenceAccount(did, status),

  async sync({ did }) {
    await sequencer.sequenceSync(did, await actorStore.read(did, ({ repo }) => repo.getSyncEventData()))
  },

  // A commit whatever the account's status is here, announced or not.
  async write({ did, text, announced }) {
    const commit = await written(did, text)
    if (announced) await sequencer.sequenceCommit(did, commit)
  },

  // A commit of one account, announced as another's.
  async foreignWrite({ did, by, text }) {
    await sequencer.sequenceCommit(did, await written(by, text))
  },

  // The key alone: with nobody told, what follows is signed by a key that the directory does not know.
  async swapKey({ did }) {
    await newKey(did)
  },

  // The directory is told, the stream is not: only a signature that does not fit shows it.
  async changeKeySilently({ did }) {
    const key = await newKey(did)
    await plcClient.updateAtprotoKey(did, plcRotationKey, key.did())
  },

  async restoreKey({ did }) {
    const { keyLocation } = await actorStore.getLocation(did)
    await writeFile(keyLocation, await readFile(`${keyLocation}.before`))
  },

  // The server's own script for operators, which tells the directory and the stream of an account's new key.
  async rotateKey({ did }) {
    await newKey(did)
    await scripts['rotate-keys'](pds.ctx, [did])
    const { cid, rev } = await actorStore.read(did, ({ repo }) => repo.getSyncEventData())
    await accountManager.updateRepoRoot(did, cid, rev)
  },
}

async function written(did, text) {
  const record = { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString() }
  const write = await repoPrepare.prepareCreate({ did, collection: record.$type, record })
  const commit = await actorStore.transact(did, ({ repo }) => repo.processWrites([write]))
  await accountManager.updateRepoRoot(did, commit.cid, commit.rev)
  return commit
}

async function newKey(did) {
  const { keyLocation } = await actorStore.getLocation(did)
  const before = await readFile(keyLocation)
  const key = await Secp256k1Keypair.create({ exportable: true })
  await writeFile(keyLocation, await key.export())
  await writeFile(`${keyLocation}.before`, before)
  return key
}

process.on('message', async ({ call, name, argument }) => {
  try {
    process.send({ call, result: await functions[name](argument) })
  } catch (error) {
    process.send({ call, error: String(error?.message ?? error) })
  }
})
process.on('disconnect', async () => {
  await pds.destroy().catch(() => {})
  process.exit(0)
})
// Ctrl-C reaches every process of the group; the network decides when this one ends.
process.on('SIGINT', () => {})

// Standard output is the network's.
console.log = console.error
await pds.start()
process.send({ ready: true })
