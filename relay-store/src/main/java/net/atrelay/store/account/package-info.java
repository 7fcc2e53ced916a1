/// The durable state of one account and the table that holds it.
@NullMarked
package net.atrelay.store.account;

import org.jspecify.annotations.NullMarked;
