/// Compares what a host lists of its accounts with what is known of them here, page by page, when events of the
/// host may have been missed. Knows neither HTTP nor frames; what follows from a difference is for the fold to say.
@NullMarked
package net.atrelay.verify.listing;

import org.jspecify.annotations.NullMarked;
