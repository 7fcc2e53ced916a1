package net.atrelay.verify.embedded;

import net.atrelay.store.account.CountedStatus;

/// One host's room for accounts: those that take it up, places promised to accounts about to come included. Any
/// thread; each method is one step under the host's own lock.
final class HostRoom {
    private long taken;
    private long waiting;
    private long day;
    private long takenThatDay;

    /// @param taken accounts that take up room
    /// @param waiting accounts that wait for it
    HostRoom(long taken, long waiting, long day, long takenThatDay) {
        this.taken = taken;
        this.waiting = waiting;
        this.day = day;
        this.takenThatDay = takenThatDay;
    }

    /// Promises a place to an account that comes; none while others wait, since the oldest is first.
    synchronized boolean enter(long takenMax, long perDayMax, long today) {
        return waiting == 0 && take(1, takenMax, perDayMax, today) == 1;
    }

    /// Promises places to accounts that wait; returns how many.
    synchronized long take(long wanted, long takenMax, long perDayMax, long today) {
        if (day != today) {
            day = today;
            takenThatDay = 0;
        }
        long places = Math.min(wanted, Math.min(takenMax - taken, perDayMax - takenThatDay));
        if (places <= 0) {
            return 0;
        }
        taken += places;
        takenThatDay += places;
        return places;
    }

    /// A promised place is not needed.
    synchronized void giveBack() {
        taken--;
        takenThatDay--;
    }

    /// An account is in this class no longer.
    synchronized void leave(CountedStatus status) {
        count(status, -1);
    }

    /// An account is in this class from now on.
    ///
    /// @param promised whether it has been promised a place
    synchronized void come(CountedStatus status, boolean promised) {
        if (!promised) {
            count(status, 1);
        } else if (!status.takesRoom()) {
            giveBack();
            count(status, 1);
        }
    }

    private void count(CountedStatus status, int more) {
        if (status.takesRoom()) {
            taken += more;
        } else if (status == CountedStatus.THROTTLED) {
            waiting += more;
        }
    }

    synchronized long taken() {
        return taken;
    }
}
