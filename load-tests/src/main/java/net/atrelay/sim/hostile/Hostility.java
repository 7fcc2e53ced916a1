package net.atrelay.sim.hostile;

import java.util.Locale;

/// What a hostile host does. The name in lower case, with dashes, is what people are told.
public enum Hostility {
    /// Lets connections wait in the kernel's queue until it is full, and then takes none.
    NEVER_ACCEPTS,
    /// Takes the connection and never says a byte.
    SAYS_NOTHING,
    /// Answers the upgrade byte by byte, without end.
    DRIPS_HEADERS,
    /// Answers the upgrade with headers without end, as fast as they are read.
    ENDLESS_HEADERS,
    /// Sends the relay to a server on its own machine: the stream, and the documents of its did:web.
    REDIRECTS_INWARD,
    /// Agrees to the upgrade and never says a byte more, nor answers pings.
    SILENT_STREAM,
    /// Begins a frame and says its bytes one by one, with long rests.
    DRIPS_A_FRAME,
    /// One message in fragments without end.
    ENDLESS_FRAGMENTS,
    /// Announces a frame of 2^62 bytes.
    HUGE_FRAME,
    /// Claims an extension that nobody has offered, and sends a megabyte squeezed to a kilobyte.
    COMPRESSED_FRAME,
    /// Pings without end.
    PING_FLOOD,

    /// `describeServer` answers with a body without end. Met by a crawl request.
    ENDLESS_DESCRIPTION,
    /// `describeServer` answers byte by byte. Met by a crawl request.
    DRIPPED_DESCRIPTION,
    /// Says that events were missed, and lists its accounts in a body without end.
    ENDLESS_LISTING,
    /// Says that events were missed, and lists one page over and over.
    CIRCULAR_LISTING,
    /// The document of its did:web has no end.
    ENDLESS_DOCUMENT,
    /// The document of its did:web comes byte by byte.
    DRIPPED_DOCUMENT,
    /// The document of its did:web is a few megabytes, squeezed.
    COMPRESSED_DOCUMENT,
    /// Makes itself be asked for the status of accounts, and answers with bodies without end.
    ENDLESS_STATUS,

    /// Arrays in arrays, a hundred thousand deep.
    DEEP_CBOR,
    /// A map that announces 2^62 entries.
    HUGE_MAP,
    /// A slice whose first block announces 2^60 bytes.
    HUGE_BLOCK,
    /// Slices of as many sound blocks as one may hold, which nothing refers to.
    CRUMBS,
    /// Messages of 5,000,000 bytes, without end.
    LARGEST_MESSAGES,
    /// Sound commits of 200 ops on keys that were sought for their hashes, so that the tree is deep and thin.
    MINED_TREE,
    /// Sound commits of 200 ops on keys of 500 bytes that differ in their last ones only.
    LONG_KEYS,

    /// `#identity` for accounts of other hosts, without end.
    FOREIGN_IDENTITIES,
    /// Ten thousand accounts that nobody has heard of, in a minute.
    NEW_ACCOUNTS,
    /// Commits whose revs lie a day ahead.
    FUTURE_REVS,
    /// Seqs that jump to the highest there is, and then back.
    WILD_SEQS;

    /// Whether the relay meets it by a crawl request of the public, and not by its stream.
    public boolean isMetByCrawl() {
        return this == ENDLESS_DESCRIPTION || this == DRIPPED_DESCRIPTION;
    }

    /// What people are told.
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
