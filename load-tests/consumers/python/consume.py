"""The Python consumer of a relay's stream.

    python consume.py RELAY CURSOR        (ws://127.0.0.1:2470 0)

Prints a line of JSON for each event: decoded by the library, with its CAR opened and the record of every created or
updated path looked up in it. A line with `error` is whatever could not be read. The library comes back by itself when the
connection is lost; it gets the cursor of the last event. Runs until it is ended.
"""

import json
import sys

from atproto import CAR, FirehoseSubscribeReposClient, models, parse_subscribe_repos_message

Commit = models.ComAtprotoSyncSubscribeRepos.Commit
Sync = models.ComAtprotoSyncSubscribeRepos.Sync


def say(**line):
    print(json.dumps(line), flush=True)


def missing_records(commit):
    blocks = CAR.from_bytes(commit.blocks).blocks
    return [op.path for op in commit.ops if op.cid is not None and op.cid not in blocks]


def describe(event):
    kind = type(event).__name__.lower()
    if isinstance(event, Commit):
        missing = missing_records(event)
        if missing:
            say(error=f'no record for {missing}', seq=event.seq)
        return {'event': kind, 'did': event.repo, 'ops': len(event.ops)}
    if isinstance(event, Sync):
        CAR.from_bytes(event.blocks)
    return {'event': kind, 'did': event.did}


def main(relay, cursor):
    client = FirehoseSubscribeReposClient({'cursor': cursor}, base_uri=f'{relay}/xrpc')

    def on_message(frame):
        event = parse_subscribe_repos_message(frame)
        say(seq=event.seq, **describe(event))
        client.update_params({'cursor': event.seq})

    client.start(on_message, lambda error: say(error=repr(error)))
    say(error='the subscription ended for good')


if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]))
