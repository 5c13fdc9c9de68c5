package io.reprise.server.tls;

import io.reprise.core.store.durable.FileFailures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1} that no authority has signed. It is made once, by Java's
 * {@code keytool}, and kept in a directory, so that clients can be told to trust it.
 *
 * @param path of the certificate alone, as PEM, for clients
 */
public record LocalCertificate(TlsIdentity identity, Path path) {
    private static final String NAMES = "san=dns:localhost,dns:*.localhost,ip:127.0.0.1,ip:::1";
    private static final String ALIAS = "localhost";
    private static final String NEW = "new-";
    private static final String STORE = ALIAS + ".p12";

    /** Only its owner can read the file. */
    private static final String PASSWORD = "reprise";

    private static final int DAYS = 365;

    /** If less is left, a new one is made. */
    private static final Duration RENEWAL = Duration.ofDays(30);

    private static final long KEYTOOL_TIMEOUT_S = 60;

    /**
     * The certificate of that directory, or a new one where there is none that is valid for long enough.
     *
     * @throws IllegalArgumentException if the directory cannot be read or written, or {@code keytool} does not work
     */
    public static synchronized LocalCertificate in(Path directory, Instant now) {
        try {
            createPrivate(directory);
            try (FileChannel file = FileChannel.open(
                    withoutOther(directory.resolve("lock")),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS)) {
                file.lock(); // other processes wait; closing the file releases it
                return kept(directory, now);
            }
        } catch (IOException failed) {
            throw new IllegalArgumentException(
                    "cannot keep a certificate in '" + directory + "': " + FileFailures.unwritable(failed)
                            + "; --tls-directory names another directory",
                    failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalArgumentException(
                    "Java cannot use the certificate in '" + directory + "'; delete that directory", failed);
        }
    }

    private static void createPrivate(Path directory) throws IOException {
        boolean isPosix =
                directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owned = isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(directory, owned);
    }

    private static LocalCertificate kept(Path directory, Instant now) throws IOException, GeneralSecurityException {
        Path store = withoutOther(directory.resolve(STORE));
        Optional<TlsIdentity> known = Files.exists(store) ? Optional.of(read(store)) : Optional.empty();
        TlsIdentity identity;
        if (known.isPresent() && isValid(known.get(), now)) {
            identity = known.get();
        } else {
            deleteLeftovers(directory);
            make(directory);
            identity = read(store);
        }
        Path path = withoutOther(directory.resolve(ALIAS + ".pem"));
        String text = PemFile.text(identity.chain().get(0).getEncoded());
        if (!Files.exists(path) || !Files.readString(path).equals(text)) {
            Path written = directory.resolve(ALIAS + ".pem.new");
            Files.deleteIfExists(written); // left by a program that was killed
            Files.writeString(written, text, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
            Files.move(written, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        return new LocalCertificate(identity, path);
    }

    /** Fails if anything but a file is there: a link may lead to a file of someone else, and a pipe has no end. */
    private static Path withoutOther(Path path) throws IOException {
        boolean isOther =
                Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        if (isOther) {
            throw new FileSystemException(path.toString(), null, "it is a link, or not a file; delete it");
        }
        return path;
    }

    /** What a program that was killed has left; nobody else is at work, as long as the lock is held. */
    private static void deleteLeftovers(Path directory) throws IOException {
        try (DirectoryStream<Path> places = Files.newDirectoryStream(directory, NEW + "*")) {
            for (Path place : places) {
                if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(place.resolve(STORE));
                    Files.delete(place);
                }
            }
        }
    }

    private static boolean isValid(TlsIdentity identity, Instant now) {
        X509Certificate certificate = identity.chain().get(0);
        return now.isAfter(certificate.getNotBefore().toInstant())
                && now.plus(RENEWAL).isBefore(certificate.getNotAfter().toInstant());
    }

    private static TlsIdentity read(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        InputStream content = new ByteArrayInputStream(Files.readAllBytes(store));
        try {
            keys.load(content, PASSWORD.toCharArray());
        } catch (IOException damaged) {
            throw new FileSystemException(store.toString(), null, "'" + STORE + "' in it is damaged; delete that file");
        }
        PrivateKey key = (PrivateKey) keys.getKey(ALIAS, PASSWORD.toCharArray());
        return new TlsIdentity(key, List.of((X509Certificate) keys.getCertificate(ALIAS)));
    }

    private static void make(Path directory) throws IOException {
        Path place = Files.createTempDirectory(directory, NEW); // nobody else can enter it
        Path made = place.resolve(STORE);
        try {
            run(keytool(made));
            if (isPosix(made)) {
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(
                    made,
                    directory.resolve(STORE),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
            Files.delete(place);
        }
    }

    private static List<String> keytool(Path store) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(program.toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-dname", "CN=localhost, O=Reprise on this machine"));
        command.addAll(List.of("-ext", NAMES, "-ext", "eku=serverAuth"));
        command.addAll(List.of("-startdate", "-1H", "-validity", String.valueOf(DAYS)));
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Process keytool = start(command);
        keytool.getOutputStream().close();
        keytool.getInputStream().readAllBytes();
        if (!hasSucceeded(keytool)) {
            throw new IOException(
                    "Java's keytool cannot make one there; make one with openssl, and give --tls-cert FILE");
        }
    }

    private static Process start(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new IOException(
                    "this Java has no program keytool; use a JDK, or make a certificate with openssl and give --tls-cert"
                            + " FILE",
                    missing);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static boolean hasSucceeded(Process process) throws IOException {
        try {
            return process.waitFor(KEYTOOL_TIMEOUT_S, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}
