package net.atrelay.atproto.car;

/// Walks over the length-prefixed parts of a CAR.
final class CarCursor {
    /// Bytes of a length; 63 bits (multiformats, unsigned varint).
    private static final int VARINT_BYTES_MAX = 9;

    private final byte[] bytes;
    private final int limit;
    private int position;

    CarCursor(byte[] bytes, int offset, int limit) {
        this.bytes = bytes;
        this.position = offset;
        this.limit = limit;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == limit;
    }

    void skip(int length) {
        position += length;
    }

    /// How many parts are left, by their lengths alone; the position stays.
    int countParts(int max) throws MalformedCar {
        int start = position;
        int count = 0;
        for (; !atEnd(); count++) {
            if (count == max) {
                throw MalformedCar.because(CarReason.CAR_BLOCKS);
            }
            skip(readLength());
        }
        position = start;
        return count;
    }

    /// A length in minimal LEB128, at least 1 and within what is left.
    int readLength() throws MalformedCar {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            if (position == limit) {
                throw MalformedCar.because(CarReason.CAR_TRUNCATED);
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                if (next == 0) {
                    // A last group of zero is not minimal, and a length of zero has no meaning.
                    throw MalformedCar.because(CarReason.CAR_VARINT);
                }
                if (value > limit - position) {
                    throw MalformedCar.because(CarReason.CAR_TRUNCATED);
                }
                return (int) value;
            }
        }
        throw MalformedCar.because(CarReason.CAR_VARINT);
    }
}
