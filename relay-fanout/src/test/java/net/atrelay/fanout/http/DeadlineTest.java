package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import net.atrelay.fanout.HttpConfig.Timeouts;
import net.atrelay.fanout.http.Deadline.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
    private final Deque<Object> expired = new ArrayDeque<>();
    private final Deadline deadline = new Deadline(new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(2)));
    private final EmbeddedChannel channel = new EmbeddedChannel();

    DeadlineTest() {
        channel.freezeTime();
        channel.pipeline().addLast(deadline, new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                expired.add(event);
            }
        });
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void receive(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    @Test
    void theFirstRequestHasToBeWholeInTimeFromTheOpening() {
        pass(9);
        assertNull(expired.poll());
        pass(1);
        assertEquals(Step.REQUEST, expired.poll());
    }

    @Test
    void aDripOfBytesDoesNotMoveTheDeadline() {
        for (int i = 0; i < 9; i++) {
            pass(1);
            receive("x");
        }
        assertNull(expired.poll());
        pass(1);
        assertEquals(Step.REQUEST, expired.poll());
    }

    @Test
    void aLaterRequestHasToBeWholeInTimeFromItsFirstByte() {
        deadline.begin(Step.IDLE);
        pass(100);
        receive("x");
        pass(9);
        receive("x");
        assertNull(expired.poll());
        pass(1);
        assertEquals(Step.REQUEST, expired.poll());
    }

    @Test
    void bytesBehindARequestStartNoDeadlineWhileItIsAnswered() {
        deadline.begin(Step.ANSWER);
        receive("x");
        pass(19);
        assertNull(expired.poll());
        pass(1);
        assertEquals(Step.ANSWER, expired.poll());
    }

    @ParameterizedTest
    @CsvSource({"IDLE, 120", "REQUEST, 10", "ANSWER, 20", "WRITE, 30", "LINGER, 2"})
    void eachStepHasItsOwnTimeAndEndsTheOneBefore(Step step, int seconds) {
        deadline.begin(Step.WRITE);
        deadline.begin(step);
        pass(seconds - 1);
        assertNull(expired.poll());
        pass(1);
        assertEquals(step, expired.poll());
        pass(1_000);
        assertNull(expired.poll());
    }

    @Test
    void onceRemovedNothingExpires() {
        channel.pipeline().remove(deadline);
        deadline.begin(Step.IDLE);
        pass(1_000);
        assertNull(expired.poll());
    }

    @Test
    void aClosedConnectionLeavesNoTimerBehind() {
        var _ = channel.close();
        channel.runPendingTasks();
        assertEquals(-1, channel.runScheduledPendingTasks());
    }
}
