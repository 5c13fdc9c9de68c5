package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A HAR file, and the files beside it to which its entries refer. */
interface HarArchive {
    /** The text of the HAR file, from its beginning. */
    InputStream text() throws IOException;

    /** Its bytes from {@code from} to {@code to} (exclusive). */
    Bytes slice(long from, long to) throws IOException;

    /**
     * The bytes of a file that an entry names.
     *
     * @param name relative to the HAR file, with {@code /}; may lead anywhere
     * @return empty if there is none within the source
     */
    Optional<Bytes> attached(String name);
}
