package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.formats.LargeFile;
import io.reprise.formats.SourceFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A file of lines, of which one line at a time is in memory.
 *
 * @param root of the source; the file itself if the source is one
 */
record LogFile(Path root, Path path) {
    private static final Pattern SUFFIX =
            Pattern.compile("\\.(jsonl|ndjson)(\\.gz)?$|\\.gz$", Pattern.CASE_INSENSITIVE);
    private static final String GZIP_SUFFIX = ".gz";

    String origin() {
        return SourceFiles.origin(root, path);
    }

    /** The name of a line for people. */
    String origin(long line) {
        return origin() + "#" + line;
    }

    /** A file of a directory is named by its path, as tests find it. A file alone belongs to all tests. */
    TestId test() {
        return SourceFiles.test(root, path, SUFFIX);
    }

    /** The path of its directory within the source. */
    String directory() {
        String origin = origin();
        return origin.substring(0, Math.max(0, origin.lastIndexOf('/')));
    }

    boolean isCompressed() {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(GZIP_SUFFIX);
    }

    Lines lines() throws IOException {
        InputStream bytes = new LargeFile(root, path).stream();
        try {
            return new Lines(isCompressed() ? new GZIPInputStream(new BufferedInputStream(bytes)) : bytes);
        } catch (IOException broken) {
            bytes.close();
            throw broken;
        }
    }

    /** The bytes of a line of a file that is not compressed. */
    Bytes slice(long from, long to) throws IOException {
        return new LargeFile(root, path).slice(from, to);
    }
}
