package net.atrelay.verify.core;

import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.UpstreamStatus;
import org.jspecify.annotations.Nullable;

/// What a host lists of one of its accounts (lexicon: com.atproto.sync.listRepos).
///
/// @param rev of its newest commit
/// @param commit CID of that
/// @param status null when the host said nothing of it
public record ListedRepo(
        Did did, Tid rev, Cid commit, @Nullable UpstreamStatus status) {}
