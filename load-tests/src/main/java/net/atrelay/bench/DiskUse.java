package net.atrelay.bench;

/// What events take in table files.
///
/// @param frameBytes length of their frames
/// @param compressedBytes of the blocks that the frames are in
/// @param fileBytes with all else that is in the files
record DiskUse(long events, long frameBytes, long compressedBytes, long fileBytes) {
    static final DiskUse NONE = new DiskUse(0, 0, 0, 0);

    DiskUse plus(DiskUse other) {
        return new DiskUse(
                events + other.events,
                frameBytes + other.frameBytes,
                compressedBytes + other.compressedBytes,
                fileBytes + other.fileBytes);
    }

    /// Bytes on disk for each compressed byte of the frames; 0 without tables.
    double overhead() {
        return compressedBytes == 0 ? 0 : (double) fileBytes / compressedBytes;
    }

    long bytesPerEvent() {
        return events == 0 ? 0 : fileBytes / events;
    }
}
