package io.reprise.server.comparison;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The recordings in a directory, as they are now. No link is followed. */
public final class DirectorySet implements RecordingSet {
    private static final int PART_BYTES = 1 << 16;

    private final Path root;

    public DirectorySet(Path root) {
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
                        digests.put(location(file), digest(file, attributes.size(), digits));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw new StoreException(FileFailures.cannotRead(root, failed), failed);
        }
        return digests;
    }

    private String location(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static String digest(Path file, long size, int digits) throws IOException {
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            MessageDigest digest = MessageDigest.getInstance(digits == SHA1_DIGITS ? "SHA-1" : "SHA-256");
            digest.update(("blob " + size + "\0").getBytes(StandardCharsets.UTF_8));
            byte[] part = new byte[PART_BYTES];
            for (int read = content.read(part); read >= 0; read = content.read(part)) {
                digest.update(part, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
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
            throw new StoreException(FileFailures.cannotRead(file, failed), failed);
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
