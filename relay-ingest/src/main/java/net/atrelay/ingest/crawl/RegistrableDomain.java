package net.atrelay.ingest.crawl;

/// The domain that somebody registered, of a hostname, as near as a rule can tell: the last two labels, or three
/// where the last one is a country's (two letters) and the one before it has at most three letters (`co.uk`,
/// `com.au`, `ne.jp`).
///
/// It only sorts new hosts into groups that share a day's allowance. Where the rule is wrong, it does no harm
/// that lasts: names of strangers in one group (a provider of free names) wait for another day, or for an
/// operator who calls the domain trusted; a group that is too small is still held by the limit of all new hosts.
/// So a list of public suffixes, which would have to be kept up to date, is not worth its weight here.
final class RegistrableDomain {
    private static final int COUNTRY_LENGTH = 2;
    private static final int SECOND_LEVEL_LENGTH_MAX = 3;

    private RegistrableDomain() {}

    /// @param hostname lower case, with or without a port
    static String of(String hostname) {
        int colon = hostname.indexOf(':');
        String name = colon < 0 ? hostname : hostname.substring(0, colon);
        int last = name.lastIndexOf('.');
        int second = last < 0 ? -1 : name.lastIndexOf('.', last - 1);
        if (second < 0) {
            return name;
        }
        boolean isCountry = name.length() - last - 1 == COUNTRY_LENGTH;
        boolean isShort = last - second - 1 <= SECOND_LEVEL_LENGTH_MAX;
        int from = isCountry && isShort ? name.lastIndexOf('.', second - 1) : second;
        return name.substring(from + 1);
    }
}
