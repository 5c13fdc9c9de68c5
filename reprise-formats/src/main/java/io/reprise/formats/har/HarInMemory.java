package io.reprise.formats.har;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A HAR file that was compressed.
 *
 * @param name in its archive, with {@code /}; empty if it was compressed alone
 * @param others all files of its archive, by their names
 */
record HarInMemory(String name, Bytes har, Map<String, Bytes> others) implements HarArchive {
    private static final int PIECE = 1 << 16;

    /** Where macOS keeps what belongs to the files of a zip. */
    private static final String MAC_OS = "__MACOSX";

    HarInMemory {
        others = Map.copyOf(others);
    }

    /** So much of the memory may be one archive, decompressed. In bytes. */
    private static long most() {
        return Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 8);
    }

    /**
     * The HAR files in a zip file, such as the one that Playwright writes, sorted by their names.
     *
     * @throws IOException if it cannot be read, has none, or is too large; the message is for people
     */
    static List<HarInMemory> ofZip(InputStream zip) throws IOException {
        Map<String, Bytes> read = new HashMap<>();
        long left = most();
        try (ZipInputStream entries = new ZipInputStream(zip)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Bytes content = Bytes.owning(entries.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8)));
                left -= content.size();
                if (left < 0) {
                    throw new IOException(tooLarge());
                }
                if (!entry.isDirectory()) {
                    read.put(resolved("", entry.getName()), content);
                }
            }
        } catch (IllegalArgumentException badName) {
            throw new IOException("it is no zip file", badName);
        }
        Map<String, Bytes> files = Map.copyOf(read);
        List<HarInMemory> found = files.entrySet().stream()
                .filter(file -> isHar(file.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(file -> new HarInMemory(file.getKey(), file.getValue(), files))
                .toList();
        if (found.isEmpty()) {
            throw new IOException("it is a zip file without a HAR file");
        }
        return found;
    }

    /** A file that was compressed alone: {@code coding} is {@code gzip}, or {@code deflate} for mitmproxy's {@code .zhar}. */
    static HarInMemory ofCompressed(Bytes compressed, String coding) throws IOException {
        Decoded decoded = ContentDecoder.decode(
                Headers.of("content-encoding", coding), List.of(new Chunk(0, compressed)), DecodingLimits.of(most()));
        if (decoded instanceof Decoded.Whole whole) {
            return new HarInMemory(
                    "", Bytes.concat(whole.chunks().stream().map(Chunk::bytes).toList()), Map.of());
        }
        throw new IOException("it cannot be decompressed: "
                + (decoded instanceof Decoded.Undecodable why ? why.reason() : "it ends too early"));
    }

    /** Whether a zip file has a HAR file within; looks at no more than the memory would hold. */
    static boolean isZipOfHar(InputStream zip) {
        byte[] piece = new byte[PIECE];
        long left = most();
        try (ZipInputStream entries = new ZipInputStream(zip)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (!entry.isDirectory() && isHar(entry.getName())) {
                    return true;
                }
                for (int read = 0; read >= 0 && left > 0; read = entries.read(piece)) {
                    left -= read;
                }
                if (left <= 0) {
                    return false;
                }
            }
        } catch (IOException | IllegalArgumentException noZip) {
            return false;
        }
        return false;
    }

    /** What is hidden is passed over, as in directories. */
    private static boolean isHar(String name) {
        boolean isHidden = Stream.of(name.split("/"))
                .anyMatch(part -> part.equals(MAC_OS) || part.startsWith(".") && !part.matches("\\.\\.?"));
        return !isHidden && name.toLowerCase(Locale.ROOT).endsWith(".har");
    }

    /** A path within the archive, without {@code .} and {@code ..}. */
    private static String resolved(String directory, String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (directory + path).split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static String tooLarge() {
        return "decompressed it has more than " + (most() >> 20)
                + " MiB, which is too large for the memory of this program; unpack it, and import the directory";
    }

    @Override
    public InputStream text() {
        return new ByteArrayInputStream(har.toArray());
    }

    @Override
    public Bytes slice(long from, long to) {
        return har.slice((int) from, (int) to);
    }

    @Override
    public Optional<Bytes> attached(String file) {
        String directory = name.substring(0, name.lastIndexOf('/') + 1);
        return Optional.ofNullable(others.get(resolved(directory, file)))
                .or(() -> Optional.ofNullable(others.get(resolved("", file))));
    }
}
