/// The durable state of one host and the table that holds it.
@NullMarked
package net.atrelay.store.host;

import org.jspecify.annotations.NullMarked;
