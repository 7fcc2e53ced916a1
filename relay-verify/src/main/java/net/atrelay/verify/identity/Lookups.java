package net.atrelay.verify.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.identity.http.RequestClock;
import org.jspecify.annotations.Nullable;

/// The questions that wait for an answer, and the one look-up of each DID that is under way. A question may
/// share a look-up that began no earlier than it allows, and waits for another one otherwise.
///
/// A DID's line goes from idle to either waiting (for the time its first question allows) or queued (for its turn),
/// then running, and back. Any thread; one lock guards all lines, and nothing of others is run under it but the
/// clock's `schedule`.
final class Lookups {
    private final Remembered remembered;
    private final int pendingMax;
    private final RequestClock clock;
    private final Consumer<Did> queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Did, Line> lines = new HashMap<>();
    private int pending;
    private boolean closed;

    private enum State {
        IDLE,
        WAITING,
        QUEUED,
        RUNNING
    }

    private record Question(long notBeforeMicros, CompletableFuture<IdentityAnswer> answer) {}

    private static final class Line {
        final Did did;
        final List<Question> questions = new ArrayList<>(1);
        State state = State.IDLE;
        long startedAtMicros;
        Runnable cancelAlarm = Lookups::nothing;

        Line(Did did) {
            this.did = did;
        }

        long firstMicros() {
            long first = Long.MAX_VALUE;
            for (Question question : questions) {
                first = Math.min(first, question.notBeforeMicros());
            }
            return first;
        }
    }

    /// @param queue brings about [#begin] and [#finish] for the DID, or [#finish] alone; called without a lock
    Lookups(Remembered remembered, int pendingMax, RequestClock clock, Consumer<Did> queue) {
        this.remembered = remembered;
        this.pendingMax = pendingMax;
        this.clock = clock;
        this.queue = queue;
    }

    /// @param relying whether an answer that is remembered will do
    CompletionStage<IdentityAnswer> ask(Did did, long notBeforeMicros, boolean relying) {
        CompletableFuture<IdentityAnswer> answer = new CompletableFuture<>();
        Runnable next = locked(() -> add(did, new Question(notBeforeMicros, answer), relying));
        next.run();
        return answer;
    }

    /// The look-up of the DID begins.
    ///
    /// @return when
    long begin(Did did) {
        return locked(() -> {
            long now = clock.micros();
            Line line = lines.get(did);
            if (line != null) {
                line.state = State.RUNNING;
                line.startedAtMicros = now;
            }
            return now;
        });
    }

    /// The look-up of the DID that began last has ended.
    void finish(Did did, IdentityAnswer answer) {
        List<Question> answered = new ArrayList<>();
        Runnable next = locked(() -> settle(did, answer, answered));
        answered.forEach(question -> question.answer().complete(answer));
        next.run();
    }

    /// Answers all questions, now and later, with [IdentityAnswer.Failed].
    void close() {
        List<Question> open = locked(() -> {
            closed = true;
            List<Question> all = new ArrayList<>(pending);
            for (Line line : lines.values()) {
                line.cancelAlarm.run();
                all.addAll(line.questions);
            }
            lines.clear();
            pending = 0;
            return all;
        });
        open.forEach(question -> question.answer().complete(new IdentityAnswer.Failed()));
    }

    /// Questions that wait for an answer.
    int pending() {
        return locked(() -> pending);
    }

    private Runnable add(Did did, Question question, boolean relying) {
        IdentityAnswer known = relying ? remembered.answer(did, question.notBeforeMicros(), clock.micros()) : null;
        if (known == null && (closed || pending >= pendingMax)) {
            known = new IdentityAnswer.Failed();
        }
        if (known != null) {
            IdentityAnswer answer = known;
            return () -> question.answer().complete(answer);
        }
        pending++;
        Line line = lines.computeIfAbsent(did, Line::new);
        line.questions.add(question);
        return decide(line);
    }

    private Runnable settle(Did did, IdentityAnswer answer, List<Question> answered) {
        Line line = lines.get(did);
        if (line == null) {
            return Lookups::nothing;
        }
        boolean ran = line.state == State.RUNNING;
        takeAnswered(line, ran ? line.startedAtMicros : clock.micros(), answered);
        // Who still waits knows that what was looked up is out of date.
        if (ran && line.questions.isEmpty()) {
            remembered.put(did, answer, line.startedAtMicros);
        }
        line.state = State.IDLE;
        return decide(line);
    }

    private void takeAnswered(Line line, long startedAtMicros, List<Question> answered) {
        for (Iterator<Question> questions = line.questions.iterator(); questions.hasNext(); ) {
            Question question = questions.next();
            if (question.notBeforeMicros() <= startedAtMicros) {
                questions.remove();
                answered.add(question);
                pending--;
            }
        }
    }

    /// What is to be done for an idle or waiting line, without the lock.
    private Runnable decide(Line line) {
        if (line.state == State.QUEUED || line.state == State.RUNNING) {
            return Lookups::nothing;
        }
        line.cancelAlarm.run();
        line.cancelAlarm = Lookups::nothing;
        if (line.questions.isEmpty()) {
            lines.remove(line.did);
            return Lookups::nothing;
        }
        long waitMicros = line.firstMicros() - clock.micros();
        if (waitMicros > 0) {
            line.state = State.WAITING;
            line.cancelAlarm = clock.schedule(TimeUnit.MICROSECONDS.toNanos(waitMicros), () -> onAlarm(line.did));
            return Lookups::nothing;
        }
        line.state = State.QUEUED;
        return () -> queue.accept(line.did);
    }

    private void onAlarm(Did did) {
        Runnable next = locked(() -> {
            @Nullable Line line = lines.get(did);
            return line == null ? Lookups::nothing : decide(line);
        });
        next.run();
    }

    private static void nothing() {}

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
