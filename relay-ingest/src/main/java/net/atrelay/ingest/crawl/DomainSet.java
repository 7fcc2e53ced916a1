package net.atrelay.ingest.crawl;

import java.util.Set;

/// A set of domains, each of which stands for itself and all names below.
///
/// @param domains lower case, without wildcards
record DomainSet(Set<String> domains) {
    boolean covers(String hostname) {
        int colon = hostname.indexOf(':');
        String name = colon < 0 ? hostname : hostname.substring(0, colon);
        while (!domains.contains(name)) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                return false;
            }
            name = name.substring(dot + 1);
        }
        return true;
    }
}
