package io.reprise.core.content.brotli;

import java.util.Arrays;

/** The last decoded bytes, to which later ones refer, and those that have not been given out. */
final class History {
    private static final int FIRST = 1 << 12;

    /** How far back a distance may reach (9.1). */
    private final int window;

    private byte[] bytes = new byte[FIRST];
    private int end;
    private int given;
    /** All bytes so far, up to the size of the window. */
    private int reachable;

    History(int windowBits) {
        window = (1 << windowBits) - 16;
    }

    int reachable() {
        return reachable;
    }

    /** The byte so many before the end, from 1; 0 before the beginning. */
    int back(int distance) {
        return distance <= reachable ? bytes[end - distance] & 0xff : 0;
    }

    void add(byte value) {
        reserve(1);
        bytes[end++] = value;
        reachable = Math.min(window, reachable + 1);
    }

    void add(byte[] values) {
        reserve(values.length);
        System.arraycopy(values, 0, bytes, end, values.length);
        end += values.length;
        reachable = (int) Math.min(window, (long) reachable + values.length);
    }

    /** @param distance not beyond what is reachable */
    void copy(int distance, int length) {
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[end] = bytes[end - distance];
            end++;
        }
        reachable = (int) Math.min(window, (long) reachable + length);
    }

    private void reserve(int more) {
        if (end + more <= bytes.length) {
            return;
        }
        int from = Math.min(given, end - reachable);
        int kept = end - from;
        byte[] target = 2L * (kept + more) > bytes.length ? new byte[2 * (kept + more)] : bytes;
        System.arraycopy(bytes, from, target, 0, kept);
        bytes = target;
        given -= from;
        end = kept;
    }

    int waiting() {
        return end - given;
    }

    /** What has been added since the last time. */
    byte[] take() {
        byte[] next = Arrays.copyOfRange(bytes, given, end);
        given = end;
        return next;
    }
}
