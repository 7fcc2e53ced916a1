/// What operators did, and when: records that are written before anybody is told that it is done.
@NullMarked
package net.atrelay.store.audit;

import org.jspecify.annotations.NullMarked;
