package io.reprise.core.content;

import io.reprise.core.exchange.Bytes;

/**
 * Estimates how much memory it takes to work on a body: to parse it, to search it for credentials, to write it. The factors were measured with
 * {@code bench/memory}. Fed with all of the body, piece by piece.
 */
public final class BodyCost {
    /** Copies of a body that nobody parses. */
    private static final int COPIES_OF_BINARY = 2;

    /** Copies of a text: as bytes, decoded, and as lines of the recording. */
    private static final int COPIES_OF_TEXT = 3;

    /** A parsed value of JSON, in bytes. Those of a long stream are not in memory at the same time. */
    private static final int VALUE = 130;

    /** A line of a stream besides its bytes, in bytes. */
    private static final int LINE = 350;

    /** So many bytes tell how many values and lines there are in the rest. */
    private static final int SAMPLE = 64 << 10;

    private long size;
    private long sampled;
    private long values;
    private long lines;

    /** Whether enough of the body is known, so that {@link #addUnseen} will do for the rest. */
    public boolean isSampled() {
        return sampled >= SAMPLE;
    }

    public void add(Bytes bytes) {
        size += bytes.size();
        for (int i = 0; i < bytes.size() && sampled < SAMPLE; i++, sampled++) {
            byte one = bytes.at(i);
            values += one == ',' || one == ':' || one == '[' || one == '{' ? 1 : 0;
            lines += one == '\n' ? 1 : 0;
        }
    }

    /** As {@link #add}, of bytes that are elsewhere. */
    public void addUnseen(long bytes) {
        size += bytes;
    }

    /** The whole body has at least so many bytes. */
    public void raiseTo(long bytes) {
        size = Math.max(size, bytes);
    }

    /** In bytes. */
    public long of(String contentType, boolean isStream) {
        boolean isText = contentType.startsWith("text/") || contentType.contains("json") || contentType.isEmpty();
        if (!isText) {
            return COPIES_OF_BINARY * size;
        }
        double parts = isStream ? LINE * (double) lines : VALUE * (double) values;
        return COPIES_OF_TEXT * size + (sampled == 0 ? 0 : (long) (parts / sampled * size));
    }
}
