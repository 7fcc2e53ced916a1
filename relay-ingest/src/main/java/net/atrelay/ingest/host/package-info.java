/// One stream to one host: dialling behind the address guard, the WebSocket, the order of its seqs, its share of
/// the bytes in flight, its back-off. The only package of ingest that sees Netty. Does not know which hosts there
/// are.
@NullMarked
package net.atrelay.ingest.host;

import org.jspecify.annotations.NullMarked;
