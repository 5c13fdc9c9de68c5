package io.reprise.core.store;

import io.reprise.core.exchange.Bytes;

/**
 * The text form of a recording, version 1, as docs/format.md specifies it. What a response holds comes back byte for
 * byte; of a request its value is kept: a JSON body may be laid out differently.
 */
public final class RecordingFile {
    /** The newest version of the format, which is the one that is written. */
    public static final int VERSION = 1;

    private RecordingFile() {}

    /** The bytes of the file. The same recording always gives the same bytes. */
    public static Bytes write(Recording recording) {
        return Bytes.utf8(RecordingWriting.text(recording));
    }

    /**
     * The recording that a file holds, however it is laid out and whatever unknown members it has.
     *
     * @param location names the file to people
     * @throws StoreException if this is no recording; the message says where and what is wrong
     */
    public static Recording read(Bytes file, String location) {
        return RecordingReading.read(FileValue.parse(file, location));
    }
}
