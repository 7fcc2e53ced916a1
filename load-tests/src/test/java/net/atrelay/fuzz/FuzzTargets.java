package net.atrelay.fuzz;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.app.config.ConfigTargets;
import net.atrelay.atproto.mst.TreeTargets;
import net.atrelay.fanout.admin.AdminTargets;
import net.atrelay.fanout.http.HttpTargets;
import net.atrelay.ingest.host.SocketTargets;
import net.atrelay.store.kafka.KafkaTargets;
import net.atrelay.store.move.MoveTargets;
import net.atrelay.verify.identity.IdentityTargets;

/// All targets there are.
final class FuzzTargets {
    static final List<FuzzTarget> ALL = all();

    private FuzzTargets() {}

    static FuzzTarget named(String name) {
        return ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("target: " + name + " (expected: one of " + ALL + ")"));
    }

    private static List<FuzzTarget> all() {
        List<FuzzTarget> all = new ArrayList<>();
        all.addAll(CborTargets.all());
        all.addAll(FrameTargets.all());
        all.addAll(RepoTargets.all());
        all.addAll(TreeTargets.all());
        all.addAll(KeyTargets.all());
        all.addAll(SyntaxTargets.all());
        all.addAll(RecordTargets.all());
        all.addAll(KafkaTargets.all(
                SampleFrames.all(),
                RecordTargets.accounts(),
                RecordTargets.deferredFrame(),
                RecordTargets.audit(),
                RecordTargets.journal()));
        all.addAll(MoveTargets.all());
        all.addAll(IdentityTargets.all());
        all.addAll(HttpTargets.all(RecordTargets.accounts()));
        all.addAll(AdminTargets.all());
        all.addAll(SocketTargets.all());
        all.addAll(ConfigTargets.all());
        return List.copyOf(all);
    }
}
