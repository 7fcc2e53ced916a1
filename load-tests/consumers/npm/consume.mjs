// The reference TypeScript consumer of a relay's stream, verifying every commit:
//   node consume.mjs RELAY PLC CURSOR        (ws://127.0.0.1:2470 http://localhost:2582 0)
//
// Prints a line of JSON for each event the library hands over (a commit gives one for each record it changes) and one
// with `error` for whatever the library complains of. Comes back by itself, with the cursor of the last event, when the
// connection is lost. It runs until it is ended.
import { IdResolver, MemoryCache } from '@atproto/identity'
import { Firehose } from '@atproto/sync'

const [service, plcUrl, from] = process.argv.slice(2)
let cursor = Number(from)

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

const firehose = new Firehose({
  service,
  // Its own fetch refuses plain http and loopback, where a test's directory is.
  idResolver: new IdResolver({ plcUrl, didCache: new MemoryCache(), fetch }),
  getCursor: () => cursor,
  // The handles of a test network resolve nowhere; commits are verified all the same.
  unauthenticatedHandles: true,
  subscriptionReconnectDelay: 500,
  maxReconnectSeconds: 1,
  handleEvent({ seq, event, did, collection, rkey, active, status }) {
    cursor = seq
    say({ seq, event, did, ...(collection && { path: `${collection}/${rkey}` }), active, status })
  },
  onError({ message, cause, event }) {
    say({ error: `${message}: ${cause}`, seq: event?.seq })
  },
})

await firehose.start()
say({ error: 'the subscription ended for good' })
process.exit(1)
