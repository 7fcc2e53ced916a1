package net.atrelay.atproto.mst;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Carries a [TreeReason] up to [OpInversion]; one stackless instance per reason.
final class TreeFault extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Map<TreeReason, TreeFault> INSTANCES = instances();

    private final TreeReason reason;

    private TreeFault(TreeReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    static TreeFault because(TreeReason reason) {
        return Objects.requireNonNull(INSTANCES.get(reason));
    }

    TreeReason reason() {
        return reason;
    }

    private static Map<TreeReason, TreeFault> instances() {
        Map<TreeReason, TreeFault> made = new EnumMap<>(TreeReason.class);
        for (TreeReason reason : TreeReason.values()) {
            made.put(reason, new TreeFault(reason));
        }
        return made;
    }
}
