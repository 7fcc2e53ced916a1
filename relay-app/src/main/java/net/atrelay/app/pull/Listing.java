package net.atrelay.app.pull;

import java.util.List;
import net.atrelay.verify.identity.HostPage.ListedHost;
import org.jspecify.annotations.Nullable;

/// What was read of another relay's list.
///
/// @param hosts in its order, each once
/// @param unusable entries without a name
/// @param brokenOff why it was not read to its end; null when it was
record Listing(
        List<ListedHost> hosts, int unusable, @Nullable String brokenOff) {}
