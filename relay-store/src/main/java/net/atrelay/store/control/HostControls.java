package net.atrelay.store.control;

import java.util.List;
import java.util.concurrent.CompletionStage;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.host.HostBan;
import org.jspecify.annotations.Nullable;

/// Single hosts, for the operator. Hostnames are as [#nameOf] gives them, where a method says nothing else. Any
/// thread that may block.
public interface HostControls {
    /// A host's name in the one form that records and queries have; null when the text is none.
    ///
    /// @param written as the operator wrote it: a name, or an URL that has nothing behind it
    @Nullable
    String nameOf(String written);

    /// Adds a host in the operator's name: neither probed nor counted; bans hold.
    ///
    /// @param written as the operator wrote it
    CompletionStage<CrawlAnswer> add(String written);

    /// Adds a host in the operator's name once it has answered like one: not counted; bans hold.
    ///
    /// @param written as the operator, or a list of his, has it
    CompletionStage<CrawlAnswer> addProbed(String written);

    /// Stops a host, known or not, until the ban is lifted.
    void ban(String hostname);

    /// Lifts a host's own ban; its stream goes on where it was left unless its domain is banned.
    void unban(String hostname);

    /// The ban that covers a host, its own before one of a domain; null for none.
    @Nullable
    HostBan banOf(String hostname);

    /// Bans of single hosts, in no order.
    List<HostBan> bans();

    /// Closes a host's socket; it is dialled again after a while and goes on where it was left.
    ///
    /// @return false when there is none
    boolean disconnect(String hostname);

    /// Goes on behind another place of a host's stream, in a new epoch.
    ///
    /// @param cursor the host's own seq, from 0; null for its tip
    /// @return done once it is durable: false when no such host is known
    CompletionStage<Boolean> resetCursor(String hostname, @Nullable Long cursor);

    /// Sets how many accounts a host may have, instead of its tier's number and of what that has grown to. Rates
    /// that follow from the number follow, but never below those of the tier.
    ///
    /// @param accountsMax from 1; null for what its tier says
    CompletionStage<Void> setAccountsMax(String hostname, @Nullable Long accountsMax);

    /// How a host stands now; null when it is not known.
    @Nullable
    HostStanding standing(String hostname);

    /// How all known hosts stand now, in no order.
    List<HostStanding> standings();
}
