package io.reprise.server.control.route;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the page, which are resources of this program. */
final class PageFiles {
    private static final String DIRECTORY = "/io/reprise/server/page/";

    /** Names that lead nowhere else: no empty parts, no {@code ..}. The group is the kind of file. */
    private static final Pattern NAME =
            Pattern.compile("(?:[A-Za-z0-9_-]+/){0,8}[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]++(?=\\.))*+\\.([a-z0-9]+)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon");

    /**
     * A file as it is sent.
     *
     * @param etag its entity tag (RFC 9110, 8.8.3), which changes when its bytes do
     */
    record PageFile(String contentType, Bytes bytes, String etag) {}

    private final Map<String, PageFile> known = new ConcurrentHashMap<>();

    /** Blocks. */
    Optional<PageFile> find(String name) {
        PageFile file = known.get(name);
        if (file != null) {
            return Optional.of(file);
        }
        Matcher matcher = NAME.matcher(name);
        Optional<PageFile> found = matcher.matches()
                ? Optional.ofNullable(TYPES.get(matcher.group(1))).flatMap(type -> read(name, type))
                : Optional.empty();
        found.ifPresent(each -> known.put(name, each));
        return found;
    }

    private static Optional<PageFile> read(String name, String type) {
        try (InputStream resource = PageFiles.class.getResourceAsStream(DIRECTORY + name)) {
            if (resource == null) {
                return Optional.empty();
            }
            byte[] bytes = resource.readAllBytes();
            return Optional.of(new PageFile(type, Bytes.owning(bytes), etag(bytes)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the file '" + name + "' of the page cannot be read", unreadable);
        }
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
