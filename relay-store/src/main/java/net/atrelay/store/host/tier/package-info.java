/// What each host may send and hold: limits as named tiers, matched by hostname. Pure, but for the one place that holds
/// the tiers in force.
@NullMarked
package net.atrelay.store.host.tier;

import org.jspecify.annotations.NullMarked;
