package net.atrelay.demo;

import java.util.List;

/// How the demonstration is shown. Used by one thread.
sealed interface View permits ScreenView, PlainView {
    /// Says what is running and how to try it.
    void begin(Invitation invitation);

    /// Shows a moment.
    void show(Picture picture);

    /// Says something that stays, below all moments.
    void say(List<String> lines);
}
