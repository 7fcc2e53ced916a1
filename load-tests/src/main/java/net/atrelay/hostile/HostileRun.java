package net.atrelay.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.atrelay.app.EmbeddedRelay;
import net.atrelay.app.ExitCode;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.sim.hostile.Hostility;

/// One measurement: a relay in this process and all else in another. Before each kind the good host is heard
/// undisturbed, so that both see the machine in the same mood. Used by one thread.
final class HostileRun {
    private final HostilePlan plan;
    private final Map<String, String> more;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Window> undisturbed = new ArrayList<>();

    /// @param more settings of the relay, which stand before those of the plan
    /// @param progress is told what happens
    HostileRun(HostilePlan plan, Map<String, String> more, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.more = more;
        this.folder = folder;
        this.progress = progress;
    }

    /// @param kinds each by itself; then, when there are several, all at once
    HostileResult run(List<Hostility> kinds) throws IOException, InterruptedException {
        try (CastProcess cast = CastProcess.start(plan);
                EmbeddedRelay relay = EmbeddedRelay.start(
                        RelayConfig.of(HostilePlan.settings(
                                folder.resolve("data").toString(), cast.plcUrl(), cast.goodHost(), more)),
                        HostileRun::fail);
                Desk desk = Desk.of(relay)) {
            cast.listen(relay.publicAddress().getPort());
            progress.accept("warming up");
            cast.speak(plan.warmUpSeconds());
            // Code that only hostile hosts cause to run is compiled before it is measured too.
            var _ = meet("", kinds, plan.hostsOfKind(), plan.warmUpSeconds(), cast, desk);
            List<Encounter> encounters = new ArrayList<>();
            for (Hostility kind : kinds) {
                progress.accept(kind.words());
                undisturbed.add(cast.speak(plan.seconds()));
                encounters.add(meet(kind.words(), List.of(kind), plan.hostsOfKind(), plan.seconds(), cast, desk));
            }
            if (kinds.size() > 1) {
                progress.accept("all at once");
                undisturbed.add(cast.speak(plan.seconds()));
                encounters.add(meet("all at once", kinds, 1, plan.seconds(), cast, desk));
            }
            return new HostileResult(plan, undisturbed, encounters);
        }
    }

    private Encounter meet(
            String words, List<Hostility> kinds, int hostsOfEach, int seconds, CastProcess cast, Desk desk)
            throws IOException, InterruptedException {
        List<String> read = new ArrayList<>();
        for (Hostility kind : kinds) {
            for (int i = 0; i < hostsOfEach; i++) {
                String hostname = cast.open(kind);
                if (kind.isMetByCrawl()) {
                    desk.requestCrawl(hostname);
                } else {
                    desk.add(hostname);
                    read.add(hostname);
                }
            }
        }
        Window window = cast.speak(seconds);
        for (String hostname : read) {
            desk.block(hostname);
        }
        return new Encounter(words, window, cast.closeHostile());
    }

    private static void fail(String what, Throwable cause) {
        System.err.println("the relay cannot go on: " + what + ": " + cause);
        Runtime.getRuntime().halt(ExitCode.FAULT);
    }
}
