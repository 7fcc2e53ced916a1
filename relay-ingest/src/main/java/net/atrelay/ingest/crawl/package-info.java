/// Which hosts there are: the registry with its life cycle, and the requests that add to it. Sees sockets only as
/// streams that start, stop and tell what became of them.
@NullMarked
package net.atrelay.ingest.crawl;

import org.jspecify.annotations.NullMarked;
