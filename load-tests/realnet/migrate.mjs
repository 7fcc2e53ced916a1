// A documented account migration, in steps that are commands of their own, so that a test decides what comes first: the
// repo and the blobs go to an account on the new host, the directory's entry changes, and the account is activated there.

export async function migrate(network, account, to) {
  const facts = await copy(account, to)
  await point(network, account)
  await account.call('com.atproto.server.activateAccount', { body: null })
  return facts
}

// The new host has all of it, and says nothing before it is activated.
export async function copy(account, to) {
  const { did, handle, email, password, host: from } = account
  const { token } = await account.call('com.atproto.server.getServiceAuth', {
    query: { aud: to.did, lxm: 'com.atproto.server.createAccount' },
  })
  const made = await to.xrpc('com.atproto.server.createAccount', {
    body: { did, handle, email, password },
    auth: `Bearer ${token}`,
  })
  const auth = `Bearer ${made.accessJwt}`
  await to.xrpc('com.atproto.repo.importRepo', {
    body: await from.xrpc('com.atproto.sync.getRepo', { query: { did }, bytes: true }),
    type: 'application/vnd.ipld.car',
    auth,
  })
  const { blobs } = await to.xrpc('com.atproto.repo.listMissingBlobs', { auth })
  for (const { cid } of blobs) {
    const body = await from.xrpc('com.atproto.sync.getBlob', { query: { did, cid }, bytes: true })
    await to.xrpc('com.atproto.repo.uploadBlob', { body, type: 'image/png', auth })
  }
  account.copied = { host: to, token: made.accessJwt }
  return { from: from.name, to: to.name, blobs: blobs.length }
}

// From now on the directory names the new host and its key, and what the account does it does there.
export async function point(network, account) {
  const { host, token } = account.copied
  const auth = `Bearer ${token}`
  const entry = await host.xrpc('com.atproto.identity.getRecommendedDidCredentials', { auth })
  await network.directory.update(account.did, (last) => ({ ...last, ...entry }))
  Object.assign(account, { host, hostBefore: account.host, token, tokenBefore: account.token, copied: undefined })
}

export function leave({ hostBefore, tokenBefore }) {
  const auth = `Bearer ${tokenBefore}`
  return hostBefore.xrpc('com.atproto.server.deactivateAccount', { body: {}, auth })
}
