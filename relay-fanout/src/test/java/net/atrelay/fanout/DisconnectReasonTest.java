package net.atrelay.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.atrelay.fanout.DisconnectReason.Notice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DisconnectReasonTest {
    private static final int CLOSE_TEXT_BYTES_MAX = 123;

    @ParameterizedTest
    @EnumSource(DisconnectReason.class)
    void noReasonIsToldAsTheStreamsEnd(DisconnectReason reason) {
        Notice notice = reason.notice();
        if (notice != null) {
            assertTrue(Set.of(1002, 1008, 1009, 1011, 1012, 1013).contains(notice.code()), reason.name());
            assertTrue(notice.text().getBytes(StandardCharsets.UTF_8).length <= CLOSE_TEXT_BYTES_MAX);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FUTURE_CURSOR, 1008, FutureCursor",
        "TOO_SLOW, 1008, ConsumerTooSlow",
        "WINDOW_PASSED, 1008, ConsumerTooSlow"
    })
    void anErrorFrameIsFollowedByItsNameInThePolicyClose(DisconnectReason reason, int code, String error) {
        Notice notice = notice(reason);

        assertEquals(new Notice(code, error, error), notice);
    }

    @ParameterizedTest
    @CsvSource({
        "DRAINED, 1012",
        "OVERLOADED, 1013",
        "FRAME_TOO_LARGE, 1009",
        "WEBSOCKET_VIOLATION, 1002",
        "SEQ_HOLE, 1011",
        "INTERNAL_ERROR, 1011",
        "SILENT, 1008"
    })
    void otherClosesComeWithoutErrorFrame(DisconnectReason reason, int code) {
        assertEquals(code, notice(reason).code());
        assertEquals(null, notice(reason).error());
    }

    @Test
    void whoLeftIsToldNothing() {
        assertEquals(null, DisconnectReason.CONNECTION_LOST.notice());
        assertEquals(null, DisconnectReason.CLIENT_CLOSED.notice());
    }

    private static Notice notice(DisconnectReason reason) {
        Notice notice = reason.notice();
        assertNotNull(notice);
        return notice;
    }
}
