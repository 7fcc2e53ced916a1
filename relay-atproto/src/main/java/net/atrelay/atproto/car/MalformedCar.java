package net.atrelay.atproto.car;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Carries a [CarReason] up to [CarSlice#parse]; one stackless instance per reason.
final class MalformedCar extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Map<CarReason, MalformedCar> INSTANCES = instances();

    private final CarReason reason;

    private MalformedCar(CarReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    static MalformedCar because(CarReason reason) {
        return Objects.requireNonNull(INSTANCES.get(reason));
    }

    CarReason reason() {
        return reason;
    }

    private static Map<CarReason, MalformedCar> instances() {
        Map<CarReason, MalformedCar> made = new EnumMap<>(CarReason.class);
        for (CarReason reason : CarReason.values()) {
            made.put(reason, new MalformedCar(reason));
        }
        return made;
    }
}
