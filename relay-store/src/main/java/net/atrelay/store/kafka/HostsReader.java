package net.atrelay.store.kafka;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.WishAnswer;
import org.jspecify.annotations.Nullable;

/// What reads the hosts that the group gives to this node. Methods return at once where they say nothing else.
public interface HostsReader {
    /// From now on these hosts are read here, and no others. Called on one thread, as the wishes below; may block.
    ///
    /// @return hosts that were read here before and are not any more; no frame of theirs is offered any more
    Set<String> read(Predicate<String> hosts);

    /// The public has asked for a crawl of the host.
    void requestCrawl(String hostname);

    /// The configuration of a node names the host.
    void add(String hostname);

    /// An operator adds the host.
    ///
    /// @return done once it is durable; never failed
    CompletionStage<WishAnswer> invite(String hostname, boolean probed);

    /// An operator has the host read from another place on.
    ///
    /// @return done once it is durable; never failed
    CompletionStage<WishAnswer> resetCursor(String hostname, @Nullable Long cursor);

    /// An operator has the host's socket closed once.
    WishAnswer disconnect(String hostname);

    /// An account of the host is over its rate: the host is read no further for a while, unless that is over by now.
    void slow(String hostname, OverRate account);

    /// How the hosts stand that are read here. Any thread.
    List<HostActivity> activities();

    /// The rules in the table are others by now. Appender thread.
    void rulesChanged();

    /// Another node has stored a host. Appender thread.
    void hostFollowed(HostRecord host);

    /// The node that reads a host has written its journal. Appender thread.
    void journalFollowed(HostJournal journal);
}
