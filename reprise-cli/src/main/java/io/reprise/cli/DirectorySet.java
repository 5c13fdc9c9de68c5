package io.reprise.cli;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The recordings in a directory, as they are now. No link is followed. */
final class DirectorySet implements RecordingSet {
    private final Path root;

    DirectorySet(Path root) {
        this.root = root;
    }

    /** As git computes the names of blobs. */
    @Override
    public Map<String, String> digests(int digits) {
        Map<String, String> digests = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean isHidden = !directory.equals(root)
                            && directory.getFileName().toString().startsWith(".");
                    return isHidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile() && file.toString().endsWith(".json")) {
                        digests.put(location(file), digest(Files.readAllBytes(file), digits));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read '" + root + "'", failed);
        }
        return digests;
    }

    private String location(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static String digest(byte[] content, int digits) {
        try {
            MessageDigest digest = MessageDigest.getInstance(digits == SHA1_DIGITS ? "SHA-1" : "SHA-256");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException noJava) {
            throw new IllegalStateException(noJava);
        }
    }

    @Override
    public Bytes read(String location) {
        Path file = root.resolve(location);
        try {
            if (Files.isSymbolicLink(file)) {
                throw new IOException("it is a link, which is not followed");
            }
            return Bytes.owning(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read '" + file + "'", failed);
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
