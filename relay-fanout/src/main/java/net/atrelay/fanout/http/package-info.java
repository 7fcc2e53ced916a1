/// The HTTP listeners: sockets, limits, routing, and the words of HTTP around the answers of queries. Knows
/// neither the tables nor the stream: the former are behind [net.atrelay.fanout.query], the latter behind
/// [StreamUpgrade].
@NullMarked
package net.atrelay.fanout.http;

import org.jspecify.annotations.NullMarked;
