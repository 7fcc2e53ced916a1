package net.atrelay.atproto.car;

/// Carries a [CarReason] up to [CarSlice#parse]; one stackless instance per reason.
final class MalformedCar extends Exception {
    private static final long serialVersionUID = 1L;
    private static final MalformedCar[] INSTANCES = instances();

    private final CarReason reason;

    private MalformedCar(CarReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    static MalformedCar because(CarReason reason) {
        return INSTANCES[reason.ordinal()];
    }

    CarReason reason() {
        return reason;
    }

    private static MalformedCar[] instances() {
        CarReason[] reasons = CarReason.values();
        MalformedCar[] made = new MalformedCar[reasons.length];
        for (CarReason reason : reasons) {
            made[reason.ordinal()] = new MalformedCar(reason);
        }
        return made;
    }
}
