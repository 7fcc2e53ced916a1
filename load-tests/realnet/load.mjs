// Many acts at once, and what happens to the network in the middle of them.
const MIX = ['post', 'post', 'post', 'like', 'reply', 'follow', 'profile', 'delete', 'batch']
const LOOK_MILLIS = 20
const TRIES_MAX = 500

// A lane is an account, which does one thing after the other; who finds its host away waits for it and tries again.
export async function runLoad(network, { acts, accounts, meanwhile = [] }, activity) {
  const share = Math.ceil(acts / accounts.length)
  const total = share * accounts.length
  let done = 0
  let stuck = 0
  let retries = 0
  let lanes = accounts.length

  const lane = async (number) => {
    const account = network.account(number)
    for (let i = 0; i < share; i++) {
      await insistently(account)
      done++
    }
    lanes--
  }

  const insistently = async (account) => {
    for (let tries = 1; ; tries++) {
      try {
        return await act(account)
      } catch (error) {
        if (!isOutage(error) || tries === TRIES_MAX) throw error
        // What was not answered may have been done all the same.
        account.records = []
        stuck++
        retries++
        do await pause()
        while (!account.host.running)
        stuck--
      }
    }
  }

  // What is answered, liked or deleted must be there.
  const act = (account) => {
    const kind = network.pick(MIX)
    const objects = kind === 'delete' ? account.records : network.posts()
    return activity[objects.length ? kind : 'post'](network, account, {})
  }

  // A command does not wait for acts that wait for it.
  const happenings = async () => {
    for (const [index, command] of meanwhile.entries()) {
      const due = ((index + 1) * total) / (meanwhile.length + 1)
      while (done < due && stuck < lanes) await pause()
      await network.perform(command.do, command)
    }
  }

  await Promise.all([...accounts.map(lane), happenings()])
  return { acts: total, retries }
}

const pause = () => new Promise((done) => setTimeout(done, LOOK_MILLIS))

// Nothing listens, the connection broke, or the host was about to end.
function isOutage(error) {
  return error.status >= 500 || (error instanceof TypeError && error.cause !== undefined)
}
