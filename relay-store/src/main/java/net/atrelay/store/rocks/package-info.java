/// The only package that sees RocksDB: implements log and tables on one database.
@NullMarked
package net.atrelay.store.rocks;

import org.jspecify.annotations.NullMarked;
