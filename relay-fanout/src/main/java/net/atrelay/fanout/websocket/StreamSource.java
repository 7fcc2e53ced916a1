package net.atrelay.fanout.websocket;

import net.atrelay.store.account.TakedownView;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.tail.Tail;

/// Where the stream's frames come from, and what of them must not be shown.
///
/// @param log all frames of the window
/// @param tail the newest of them
/// @param takedowns the accounts whose frames have stand-ins, wherever they are read
public record StreamSource(EventLog log, Tail tail, TakedownView takedowns) {}
