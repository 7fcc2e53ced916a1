/// CAR v1 slices as `#commit` and `#sync` carry them: found by extents in the frame, never copied block by block.
@NullMarked
package net.atrelay.atproto.car;

import org.jspecify.annotations.NullMarked;
