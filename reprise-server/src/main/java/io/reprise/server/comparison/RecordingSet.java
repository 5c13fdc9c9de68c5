package io.reprise.server.comparison;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import java.util.Map;

/** Files of recordings, at one time: in a directory, or in a git revision. */
public interface RecordingSet extends AutoCloseable {
    /** The length of a digest of SHA-1 in hexadecimal digits; git may also use SHA-256. */
    int SHA1_DIGITS = 40;

    /**
     * A digest of the content of each file, by its location.
     *
     * @param digits how many hexadecimal digits the digests have
     */
    Map<String, String> digests(int digits);

    /** How many hexadecimal digits the digests have that this set knows without reading files. */
    default int digits() {
        return SHA1_DIGITS;
    }

    /**
     * The content of a file, or of one beside it.
     *
     * @throws StoreException if there is none, or it cannot be read
     */
    Bytes read(String location);

    @Override
    void close();
}
