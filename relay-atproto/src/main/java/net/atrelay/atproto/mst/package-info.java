/// The Merkle search tree of a repo as far as the slice of a commit shows it, and the inversion of the commit's
/// ops on it (spec: repository, MST structure; protocol reference §4.5, §5.3). Knows nothing of signatures,
/// accounts or policy.
@NullMarked
package net.atrelay.atproto.mst;

import org.jspecify.annotations.NullMarked;
