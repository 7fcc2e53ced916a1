/// Serves consumers: the sequenced stream, sync queries, administration and metrics. Knows nothing of
/// hosts' sockets.
@NullMarked
package net.atrelay.fanout;

import org.jspecify.annotations.NullMarked;
