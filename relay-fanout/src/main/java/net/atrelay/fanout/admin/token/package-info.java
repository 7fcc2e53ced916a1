/// Who operators are, and what they may: tokens, as they are written and as requests show them.
@NullMarked
package net.atrelay.fanout.admin.token;

import org.jspecify.annotations.NullMarked;
