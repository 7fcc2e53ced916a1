/// Requests to servers that strangers have named: which addresses they may go to, how long and how large they may be,
/// how many may be under way. Knows HTTP and nothing of what is asked.
@NullMarked
package net.atrelay.verify.identity.http;

import org.jspecify.annotations.NullMarked;
