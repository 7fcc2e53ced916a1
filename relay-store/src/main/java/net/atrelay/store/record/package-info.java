/// How accounts, hosts and waiting frames are written, in the database and on topics alike: CBOR arrays that begin with
/// the version of their layout. Stateless.
@NullMarked
package net.atrelay.store.record;

import org.jspecify.annotations.NullMarked;
