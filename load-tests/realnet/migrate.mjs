// A documented account migration: an account on the new host, the repo and the blobs across, the directory's entry, and
// activation there. Leaving the old host is a command of its own, so that a test decides what arrives first.

export async function migrate(network, account, to) {
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
  const entry = await to.xrpc('com.atproto.identity.getRecommendedDidCredentials', { auth })
  await network.directory.update(did, (last) => ({ ...last, ...entry }))
  await to.xrpc('com.atproto.server.activateAccount', { body: null, auth })
  Object.assign(account, { host: to, hostBefore: from, token: made.accessJwt, tokenBefore: account.token })
  return { from: from.name, to: to.name, blobs: blobs.length }
}

export function leave({ hostBefore, tokenBefore }) {
  const auth = `Bearer ${tokenBefore}`
  return hostBefore.xrpc('com.atproto.server.deactivateAccount', { body: {}, auth })
}
