/// Settings and metrics of ingest: the stage that holds one socket to each host and puts its frames on the bus.
@NullMarked
package net.atrelay.ingest;

import org.jspecify.annotations.NullMarked;
