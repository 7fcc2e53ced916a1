/// Which hostnames and addresses a relay may speak to: normalisation of hostnames and the address guard. Looks nothing
/// up.
@NullMarked
package net.atrelay.atproto.host;

import org.jspecify.annotations.NullMarked;
