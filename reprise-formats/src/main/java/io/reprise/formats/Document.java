package io.reprise.formats;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One file of a source, read once for all formats that may be its own. For one thread. */
public final class Document {
    private static final String GZIP_SUFFIX = ".gz";
    private static final Bytes GZIP = Bytes.owning(new byte[] {0x1f, (byte) 0x8b});

    /** So much of the memory may be one file: its text and its values take several times as much. */
    private static final int SHARE_OF_MEMORY = 12;

    private final Path root;
    private final Path path;
    private final Bytes bytes;
    private final Map<Class<?>, Object> made = new HashMap<>();
    private @Nullable Parsed parsed;

    private Document(Path root, Path path, Bytes bytes) {
        this.root = root;
        this.path = path;
        this.bytes = bytes;
    }

    /**
     * Reads a file.
     *
     * @param root of the source; the file itself if the source is one
     * @throws DocumentException if it cannot be read, or is too large
     */
    static Document read(Path root, Path path) {
        try {
            Bytes read = SourceFiles.bytes(root, path);
            return new Document(root, path, plain(path, read));
        } catch (IOException failed) {
            throw new DocumentException("it cannot be read: " + FileFailures.unreadable(failed));
        }
    }

    /**
     * A file with this content, which need not exist.
     *
     * @param name its path within the source
     */
    public static Document of(String name, Bytes content) {
        return new Document(Path.of(""), Path.of(name), content);
    }

    private static Bytes plain(Path path, Bytes read) {
        long most = Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY;
        if (read.size() > most) {
            throw tooLarge(most);
        }
        if (!read.startsWith(GZIP) || !lowerName(path).endsWith(GZIP_SUFFIX)) {
            return read;
        }
        Headers coded = Headers.of("content-encoding", "gzip");
        Decoded decoded = ContentDecoder.decode(coded, List.of(new Chunk(0, read)), DecodingLimits.of(most));
        if (decoded instanceof Decoded.Whole whole) {
            return Bytes.concat(whole.chunks().stream().map(Chunk::bytes).toList());
        }
        throw new DocumentException(
                decoded instanceof Decoded.Undecodable why
                        ? "it cannot be decompressed: " + why.reason()
                        : "it cannot be decompressed: it ends too early");
    }

    private static DocumentException tooLarge(long most) {
        return new DocumentException("it has more than " + (most >> 20)
                + " MiB, which is too large for the memory of this program; give more with REPRISE_JAVA_OPTS=-Xmx4g");
    }

    /** The name of a file in lower case, without {@code .gz}. */
    static String plainName(Path file) {
        String name = lowerName(file);
        return name.endsWith(GZIP_SUFFIX) ? name.substring(0, name.length() - GZIP_SUFFIX.length()) : name;
    }

    private static String lowerName(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    /** What was opened: a directory, or this file. */
    public Path root() {
        return root;
    }

    public Path path() {
        return path;
    }

    /** In lower case, without directories and without {@code .gz}. */
    public String name() {
        return plainName(path);
    }

    /** Its path within the source, with {@code /} on every system. */
    public String origin() {
        return SourceFiles.origin(root, path);
    }

    /** The origin of its part with this number, from 1. */
    public String origin(int part) {
        return origin() + "#" + part;
    }

    /** Its path within the source, without suffix and without {@code .gz}: what names the test in formats with a file for each. */
    public String stem() {
        String origin = origin();
        if (lowerName(path).endsWith(GZIP_SUFFIX)) {
            origin = origin.substring(0, origin.length() - GZIP_SUFFIX.length());
        }
        int dot = origin.lastIndexOf('.');
        return dot > origin.lastIndexOf('/') + 1 ? origin.substring(0, dot) : origin;
    }

    /** The test of its recordings where tests find a file of a directory by its path: a file alone belongs to all tests. */
    public TestId test() {
        return root.equals(path) ? TestId.NONE : TestId.ofBeginning(stem());
    }

    /**
     * The content of another file, which has a body.
     *
     * @param name from the directory of this file
     * @throws DocumentException if it cannot be read, or is not within the source
     */
    public Bytes attached(String name) {
        try {
            Path place = path.resolveSibling(name).normalize();
            return SourceFiles.tree(root).read(place.toAbsolutePath());
        } catch (IOException | InvalidPathException unreadable) {
            throw new DocumentException(
                    "its body is in a file that is missing, cannot be read, or is not within the source");
        }
    }

    /** Its content, decompressed. */
    public Bytes bytes() {
        return bytes;
    }

    /** Its text, without a byte order mark; empty if it is not UTF-8. */
    public Optional<String> text() {
        return bytes.decode().map(text -> text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    /** Its value; empty if it is not one JSON value. Parsed once. */
    public Optional<Json> json() {
        if (parsed == null) {
            parsed = parse();
        }
        return parsed.json();
    }

    /** What {@code reading} makes of it, made once for all formats that ask for this kind. */
    public <T> T once(Class<T> kind, Function<Document, T> reading) {
        Object known = made.get(kind);
        if (known == null) {
            known = reading.apply(this);
            made.put(kind, known);
        }
        return kind.cast(known);
    }

    /** Why it is not JSON, with line and column; empty if it is. */
    Optional<String> jsonProblem() {
        return json().isPresent() || parsed == null ? Optional.empty() : Optional.of(parsed.problem());
    }

    private Parsed parse() {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return new Parsed(Optional.empty(), "it is not UTF-8");
        }
        try {
            JsonLimits.check(text.get());
            return new Parsed(Optional.of(Json.parse(text.get())), "");
        } catch (JsonSyntaxException wrong) {
            return new Parsed(Optional.empty(), "it is not JSON: " + wrong.getMessage());
        } catch (DocumentException tooMuch) {
            return new Parsed(Optional.empty(), String.valueOf(tooMuch.getMessage()));
        }
    }

    private record Parsed(Optional<Json> json, String problem) {}
}
