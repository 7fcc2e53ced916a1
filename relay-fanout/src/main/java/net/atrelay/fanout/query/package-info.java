/// The answers of the public XRPC queries, as functions of the tables. Knows no socket and no HTTP library;
/// owns no thread: who calls a query lets it block.
@NullMarked
package net.atrelay.fanout.query;

import org.jspecify.annotations.NullMarked;
