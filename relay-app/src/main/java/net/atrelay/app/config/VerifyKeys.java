package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.number;
import static net.atrelay.app.config.Kinds.size;
import static net.atrelay.app.config.Kinds.smallSize;

import java.time.Duration;
import net.atrelay.verify.GrowthConfig;
import net.atrelay.verify.ListingConfig;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.VerifyConfig;

/// The keys of the verify stage.
final class VerifyKeys {
    private static final long TIB = 1L << 40;

    private VerifyKeys() {}

    /// @param forcedGap between forced look-ups, also where they are made
    static Section<VerifyConfig> section(Key<Duration> forcedGap) {
        Section<VerifyConfig> verify = Section.of("Verify", "RELAY_VERIFY_", VerifyConfig.defaults())
                .key(
                        "shards",
                        integer(1, 1_024),
                        "one a processor",
                        "Threads that judge frames; an account always goes to the same one")
                .key("cachedAccounts", number(1, 1_000_000_000), "Account states kept in memory, in all");
        addWaiting(verify);
        addLookUps(verify);
        return verify.part("forcedGap", forcedGap)
                .key(
                        "collectionNamesBytesMax",
                        smallSize(0, 1 << 20),
                        "Bytes of the names of one account's collections, by which listReposByCollection finds it; "
                                + "0 for none")
                .part("paces", paces())
                .part("growth", growth())
                .part("listing", listing());
    }

    private static void addWaiting(Section<VerifyConfig> verify) {
        verify.key(
                        "waitingFramesPerAccountMax",
                        integer(1, 1_000_000),
                        "Frames of one account that may wait for an answer about its identity")
                .key("waitingBytesPerAccountMax", size(1, TIB), "Bytes of one account's waiting frames")
                .key("waitingBytesPerHostMax", size(1, TIB), "Bytes of all waiting frames that one host has sent")
                .key("waitingBytesMax", size(1, TIB), "Bytes of all frames that wait")
                .key(
                        "waitingTimeMax",
                        duration(Duration.ofMillis(1), Duration.ofDays(30)),
                        "How long a frame may wait before it is dropped");
    }

    private static void addLookUps(Section<VerifyConfig> verify) {
        Duration dayAtMost = Duration.ofDays(1);
        verify.key(
                        "retryFirst",
                        duration(Duration.ofMillis(1), dayAtMost),
                        "Pause after the first look-up that taught nothing; it doubles with each further one")
                .key("retryMax", duration(Duration.ofMillis(1), dayAtMost), "Longest such pause")
                .key(
                        "hostStatusGap",
                        duration(Duration.ZERO, dayAtMost),
                        "Least time between two questions to hosts about one account's status");
    }

    private static Section<PaceConfig> paces() {
        return Section.of("Rates of what is not commits", "RELAY_VERIFY_PACES_", PaceConfig.defaults())
                .key(
                        "accountEventsPerHourMax",
                        integer(1, 1_000_000_000),
                        "#account, #identity and #sync of one account in an hour")
                .key(
                        "foreignIdentitiesPerMinuteMax",
                        integer(1, 1_000_000_000),
                        "#identity of one host for accounts of other hosts in a minute")
                .key(
                        "statusQuestionsPerMinuteMax",
                        integer(1, 1_000_000_000),
                        "Questions to one host about the status of its accounts in a minute")
                .key(
                        "sweptAccountsPerMinute",
                        integer(0, 1_000_000),
                        "Accounts held inactive whose hosts are asked again in a minute; 0 for none");
    }

    private static Section<GrowthConfig> growth() {
        return Section.of("Growth of account limits", "RELAY_VERIFY_GROWTH_", GrowthConfig.defaults())
                .key(
                        "period",
                        duration(Duration.ofMillis(1), Duration.ofDays(3_650)),
                        "Time without a fault of its own after which a host's account limit doubles")
                .key(
                        "accountsMax",
                        number(0, 1_000_000_000),
                        "Accounts that a host's limit grows to at most; its tier may have more. 0: no limit grows");
    }

    private static Section<ListingConfig> listing() {
        return Section.of("Lists of hosts' accounts", "RELAY_VERIFY_LISTING_", ListingConfig.defaults())
                .key(
                        "pageEvery",
                        duration(Duration.ZERO, Duration.ofHours(1)),
                        "Least time between two pages of a list")
                .key("pagesMax", integer(1, 10_000_000), "Pages of one list that are read")
                .key("bytesMax", size(1, TIB), "Bytes of one list that are read")
                .key("timeMax", duration(Duration.ofMillis(1), Duration.ofDays(30)), "Longest time for one list")
                .key("attemptsMax", integer(1, 1_000), "Times that one page is asked for before the list is given up");
    }
}
