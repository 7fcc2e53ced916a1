package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.atrelay.store.host.HostActivity;
import org.junit.jupiter.api.Test;

class ActivityTellerTest {
    private final List<HostActivity> told = new ArrayList<>();
    private List<HostActivity> hosts = List.of();
    private long nanos;

    @Test
    void changesOfStateAreToldAtOnceAndCountsNowAndThen() {
        try (ActivityTeller teller = new ActivityTeller(() -> hosts, told::add, () -> nanos)) {
            look(teller, 0, activity("a.net", false, 0));
            look(teller, 1, activity("a.net", true, 0));
            look(teller, 2, activity("a.net", true, 10));
            look(teller, 30, activity("a.net", true, 20));
            assertEquals(List.of(activity("a.net", false, 0), activity("a.net", true, 0)), told);
            look(teller, 31, activity("a.net", true, 30));
            look(teller, 61, activity("a.net", true, 30));
            assertEquals(3, told.size());
            assertEquals(activity("a.net", true, 30), told.getLast());
        }
    }

    @Test
    void aHostThatComesBackIsToldOfAnew() {
        try (ActivityTeller teller = new ActivityTeller(() -> hosts, told::add, () -> nanos)) {
            HostActivity same = activity("a.net", true, 1);
            look(teller, 0, same);
            look(teller, 1);
            look(teller, 2, same);
            assertEquals(List.of(same, same), told);
        }
    }

    private void look(ActivityTeller teller, long seconds, HostActivity... now) {
        hosts = List.of(now);
        nanos = TimeUnit.SECONDS.toNanos(seconds);
        teller.look();
    }

    private static HostActivity activity(String hostname, boolean connected, long framesRead) {
        return new HostActivity(hostname, connected, null, 0, framesRead, 0, null);
    }
}
