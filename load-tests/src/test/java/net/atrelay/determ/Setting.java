package net.atrelay.determ;

import java.time.Duration;
import java.util.SplittableRandom;
import net.atrelay.store.StoreConfig;
import net.atrelay.verify.GrowthConfig;
import net.atrelay.verify.ListingConfig;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.VerifyConfig;

/// How one run's relay is set up, which differs from seed to seed.
///
/// @param inFlightMax frames of one host that may be on their way
/// @param isCrowded whether waiting frames have little room, so that some may be dropped for want of it
/// @param clockSteps whether the wall clock is set while the relay runs
record Setting(
        VerifyConfig verify,
        StoreConfig store,
        int inFlightMax,
        boolean isCrowded,
        boolean clockSteps,
        Planted planted) {
    private static final int LARGE_BYTES = 4_000;
    private static final int ROOM_BYTES = 12_000;
    private static final int BYTES_MAX = 1 << 24;

    static Setting of(SplittableRandom random, Planted planted) {
        boolean isCrowded = random.nextInt(6) == 0;
        int shards = 1 + random.nextInt(3);
        return new Setting(
                verify(shards, random.nextInt(3) == 0 ? shards : 1_000, isCrowded ? ROOM_BYTES : BYTES_MAX),
                store(1 + random.nextInt(40), 500 + random.nextInt(20_000), 4_000 + random.nextInt(60_000)),
                4 + random.nextInt(30),
                isCrowded,
                random.nextInt(10) == 0,
                planted);
    }

    private static VerifyConfig verify(int shards, long cachedMax, long roomBytes) {
        return new VerifyConfig(
                shards,
                cachedMax,
                1_000,
                roomBytes,
                roomBytes,
                roomBytes,
                Duration.ofHours(6),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                VerifyConfig.FORCED_GAP,
                16 << 10,
                PaceConfig.defaults(),
                GrowthConfig.defaults(),
                ListingConfig.defaults());
    }

    private static StoreConfig store(int eventsMax, int bytesMax, long tailBytes) {
        StoreConfig base = StoreConfig.defaults();
        return new StoreConfig(
                base.seqBase(),
                base.seqStrideEvents(),
                Duration.ZERO,
                eventsMax,
                bytesMax,
                LARGE_BYTES,
                tailBytes,
                base.retentionTime(),
                base.retentionBytesMax(),
                base.retentionInterval(),
                base.timeIndexInterval(),
                base.blockCacheBytes(),
                base.writeBuffersBytesMax(),
                base.readAheadBytes());
    }
}
