package net.atrelay.fanout.http;

import java.util.List;

/// What one listener serves. Called on event loops: decides, and never blocks.
interface Site {
    Decision decide(Call call);

    /// Headers of every answer.
    List<Reply.Header> headers();
}
