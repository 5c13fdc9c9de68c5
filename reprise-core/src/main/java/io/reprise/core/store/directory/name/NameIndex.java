package io.reprise.core.store.directory.name;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names of a directory's recordings, by the part of the key in them. It is made for millions of names: a table with
 * open addressing, and all names in one array.
 */
public final class NameIndex {
    private static final int NONE = -1;

    private int[] table = empty(16);
    private long[] briefs = new long[8];
    private int[] starts = new int[9];
    private byte[] names = new byte[512];
    private int size;

    public synchronized int size() {
        return size;
    }

    /** Adds a name that {@link FileName#parse} understands; one that is there already is not added again. */
    public synchronized void add(FileName name) {
        byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
        long brief = Long.parseLong(name.brief(), 16);
        int slot = slot(brief);
        for (; table[slot] != NONE; slot = next(slot)) {
            if (briefs[table[slot]] == brief && isAt(table[slot], text)) {
                return;
            }
        }
        makeRoom(text.length);
        System.arraycopy(text, 0, names, starts[size], text.length);
        starts[size + 1] = starts[size] + text.length;
        briefs[size] = brief;
        table[slot] = size++;
        if (size * 2 > table.length) {
            grow();
        }
    }

    /** The names with these 12 digits. Some may have been deleted since they were added. */
    public synchronized List<String> of(String brief) {
        long wanted = Long.parseLong(brief, 16);
        List<String> found = new ArrayList<>(1);
        for (int slot = slot(wanted); table[slot] != NONE; slot = next(slot)) {
            int entry = table[slot];
            if (briefs[entry] == wanted) {
                found.add(new String(names, starts[entry], starts[entry + 1] - starts[entry], StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    private boolean isAt(int entry, byte[] text) {
        return Arrays.equals(names, starts[entry], starts[entry + 1], text, 0, text.length);
    }

    private void makeRoom(int length) {
        if (size == briefs.length) {
            briefs = Arrays.copyOf(briefs, larger(size));
            starts = Arrays.copyOf(starts, briefs.length + 1);
        }
        if (starts[size] + length > names.length) {
            names = Arrays.copyOf(names, larger(starts[size] + length));
        }
    }

    private static int larger(int length) {
        return Math.addExact(length, Math.max(16, length / 4));
    }

    private void grow() {
        table = empty(table.length * 2);
        for (int entry = 0; entry < size; entry++) {
            int slot = slot(briefs[entry]);
            while (table[slot] != NONE) {
                slot = next(slot);
            }
            table[slot] = entry;
        }
    }

    /** Keys are digests, so their bits can be used as a hash. */
    private int slot(long brief) {
        return (int) (brief ^ brief >>> 24) & table.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & table.length - 1;
    }

    private static int[] empty(int length) {
        int[] table = new int[length];
        Arrays.fill(table, NONE);
        return table;
    }
}
