package net.atrelay.verify;

/// Rates of what is not commits, the same for all hosts; all are token buckets that start full.
///
/// @param accountEventsPerHourMax `#account`, `#identity` and `#sync` of one account in an hour, also at once
/// @param foreignIdentitiesPerMinuteMax `#identity` of one host for accounts of other hosts in a minute, also at once
/// @param statusQuestionsPerMinuteMax questions to one host about the status of its accounts in a minute, also at once
/// @param sweptAccountsPerMinute accounts held inactive whose hosts are asked again in the background in a minute; 0
///     for none
public record PaceConfig(
        int accountEventsPerHourMax,
        int foreignIdentitiesPerMinuteMax,
        int statusQuestionsPerMinuteMax,
        int sweptAccountsPerMinute) {
    public PaceConfig {
        check(accountEventsPerHourMax >= 1, "accountEventsPerHourMax", accountEventsPerHourMax);
        check(foreignIdentitiesPerMinuteMax >= 1, "foreignIdentitiesPerMinuteMax", foreignIdentitiesPerMinuteMax);
        check(statusQuestionsPerMinuteMax >= 1, "statusQuestionsPerMinuteMax", statusQuestionsPerMinuteMax);
        check(sweptAccountsPerMinute >= 0, "sweptAccountsPerMinute", sweptAccountsPerMinute);
    }

    public static PaceConfig defaults() {
        return new PaceConfig(60, 120, 120, 60);
    }

    private static void check(boolean holds, String name, int value) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: positive)");
        }
    }
}
