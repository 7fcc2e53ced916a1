package net.atrelay.app.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whole numbers with a unit behind them: `64MiB`, `72h`. Units are given from the largest to the smallest.
final class Quantity {
    private static final int DIGITS_MAX = 18;

    private Quantity() {}

    /// The number in the smallest unit; null when it is not written as digits and a unit, or does not fit.
    static @Nullable Long parse(String text, Map<String, Long> units) {
        int digits = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        Long unit = units.get(text.substring(digits));
        if (unit == null || digits == 0 || digits > DIGITS_MAX) {
            return null;
        }
        long number = Long.parseLong(text.substring(0, digits));
        return number > Long.MAX_VALUE / unit ? null : number * unit;
    }

    /// Writes with the largest unit that leaves a whole number.
    static String write(long number, Map<String, Long> units) {
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (number >= unit.getValue() && number % unit.getValue() == 0) {
                return number / unit.getValue() + unit.getKey();
            }
        }
        return number == 0 ? "0" + smallest(units) : Long.toString(number);
    }

    private static String smallest(Map<String, Long> units) {
        String last = "";
        for (String unit : units.keySet()) {
            last = unit;
        }
        return last;
    }

    private static boolean isDigit(char symbol) {
        return symbol >= '0' && symbol <= '9';
    }
}
