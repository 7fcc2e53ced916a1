package net.atrelay.fanout;

import java.util.List;

/// Who reads the stream now, for the operator. Any thread.
public interface Consumers {
    /// In no order.
    List<ConsumerView> consumers();

    /// Ends a consumer's stream, with a close that tells why. It may come back.
    ///
    /// @param id as in [ConsumerView]
    /// @return false when it is not there
    boolean disconnect(long id);
}
