package net.atrelay.load;

/// One restart under load, in milliseconds from the start of the new process unless it says otherwise.
///
/// @param endMillis from the signal to the end of the old process
/// @param servingMillis until `/xrpc/_health` is answered with 200
/// @param firstEventMillis until a consumer that had come back with its cursor got an event
/// @param connectedMillis until all hosts were connected
/// @param caughtUpMillis until all had come out that was said before all hosts were connected
/// @param backlog events that had not come out when all hosts were connected
/// @param plcRequests requests that the directory got from the signal on
/// @param lookUps look-ups of identities that the new process made
/// @param hosts that are connected
record Restart(
        How how,
        long endMillis,
        long servingMillis,
        long firstEventMillis,
        long connectedMillis,
        long caughtUpMillis,
        long backlog,
        long plcRequests,
        long lookUps,
        long hosts) {

    /// How the old process ends.
    enum How {
        /// SIGTERM, as a service manager does it.
        TERM,
        /// SIGKILL, as a crash.
        KILL
    }
}
