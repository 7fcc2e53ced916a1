package net.atrelay.demo;

import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/// The terminal that this process was started in.
final class Terminal {
    /// What every terminal has.
    private static final int ROWS_LEAST = 24;

    private static final char LINE = '\u2500';

    private Terminal() {}

    /// Whether input and output are a terminal.
    // Which JDKs give a console without a terminal, and which give none, has changed more than once.
    @SuppressWarnings("SystemConsoleNull")
    static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// What a horizontal line is made of, in the characters that the terminal is said to have.
    static char rule() {
        return System.out.charset().newEncoder().canEncode(LINE) ? LINE : '-';
    }

    /// How many rows it has, as `stty` tells; no library of the JDK does.
    static int rows() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            return Math.max(ROWS_LEAST, Integer.parseInt(size.split(" ", 2)[0]));
        } catch (IOException | NumberFormatException e) {
            // A picture that is too small for the terminal is better than none.
            return ROWS_LEAST;
        }
    }
}
