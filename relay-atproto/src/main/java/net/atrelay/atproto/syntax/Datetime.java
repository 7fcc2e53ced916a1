package net.atrelay.atproto.syntax;

/// The lexicon string format `datetime`: what RFC 3339, ISO 8601 and WHATWG HTML have in common (spec: lexicon,
/// datetime).
public final class Datetime {
    /// Longest datetime.
    public static final int LENGTH_MAX = 64;

    private static final int FRACTION_DIGITS_MAX = 20;
    /// Offset of the first character behind the seconds.
    private static final int SECONDS_END = 19;

    private Datetime() {}

    /// Whether the text is a datetime: of the right form and a real moment, not before year 0.
    public static boolean isValid(String text) {
        if (text.length() > LENGTH_MAX) {
            return false;
        }
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            bytes[i] = (byte) (c < 0x80 ? c : '?');
        }
        return isValid(bytes, 0, bytes.length);
    }

    /// Whether a piece of UTF-8 is a datetime.
    public static boolean isValid(byte[] bytes, int offset, int length) {
        if (length < SECONDS_END + 1 || length > LENGTH_MAX || !hasPunctuation(bytes, offset)) {
            return false;
        }
        int year = number(bytes, offset, 4);
        int month = number(bytes, offset + 5, 2);
        int day = number(bytes, offset + 8, 2);
        int hour = number(bytes, offset + 11, 2);
        int minute = number(bytes, offset + 14, 2);
        int second = number(bytes, offset + 17, 2);
        boolean real = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= daysOf(year, month)
                && isTimeOfDay(hour, minute)
                && second >= 0
                && second <= 59;
        int end = offset + length;
        int zone = behindFraction(bytes, offset + SECONDS_END, end);
        return real && zone < end && isZone(bytes, zone, end, isFirstDay(year, month, day), hour * 60 + minute);
    }

    private static boolean hasPunctuation(byte[] bytes, int offset) {
        return bytes[offset + 4] == '-'
                && bytes[offset + 7] == '-'
                && bytes[offset + 10] == 'T'
                && bytes[offset + 13] == ':'
                && bytes[offset + 16] == ':';
    }

    /// Offset behind the optional fraction; `end` when the fraction is malformed.
    private static int behindFraction(byte[] bytes, int offset, int end) {
        if (bytes[offset] != '.') {
            return offset;
        }
        int at = offset + 1;
        while (at < end && Ascii.isDigit(bytes[at])) {
            at++;
        }
        int digits = at - offset - 1;
        return digits >= 1 && digits <= FRACTION_DIGITS_MAX ? at : end;
    }

    /// `Z`, or a numeric offset other than -00:00 that does not reach back before year 0.
    private static boolean isZone(byte[] bytes, int at, int end, boolean firstDay, int minuteOfDay) {
        if (bytes[at] == 'Z') {
            return at + 1 == end;
        }
        if (end - at != 6 || (bytes[at] != '+' && bytes[at] != '-') || bytes[at + 3] != ':') {
            return false;
        }
        int hours = number(bytes, at + 1, 2);
        int minutes = number(bytes, at + 4, 2);
        if (!isTimeOfDay(hours, minutes)) {
            return false;
        }
        int shift = hours * 60 + minutes;
        return bytes[at] == '+' ? !firstDay || minuteOfDay >= shift : shift != 0;
    }

    private static boolean isTimeOfDay(int hour, int minute) {
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
    }

    private static boolean isFirstDay(int year, int month, int day) {
        return year == 0 && month == 1 && day == 1;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /// The decimal number of `digits` digits; negative when one of them is none.
    private static int number(byte[] bytes, int offset, int digits) {
        int number = 0;
        for (int i = offset; i < offset + digits; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return Integer.MIN_VALUE;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
