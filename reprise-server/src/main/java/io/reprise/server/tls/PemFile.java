package io.reprise.server.tls;

import io.reprise.core.store.durable.FileFailures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of certificates and keys as text (RFC 7468).
 *
 * @param path for people
 */
record PemFile(Path path, List<Block> blocks) {
    /** The content ends at the next five hyphens, so that no file takes long. */
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*+([^-]*+(?:-(?!----)[^-]*+)*+)-----END \\1-----");

    private static final int LINE = 64;

    /** @param label such as {@code CERTIFICATE} */
    record Block(String label, byte[] content) {}

    /** @throws IllegalArgumentException if there is no such file, or it is not text of this kind */
    static PemFile read(Path path) {
        String text = text(path);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), content(path, matcher)));
        }
        return new PemFile(path, blocks);
    }

    private static String text(Path path) {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("there is no file '" + path + "'; correct the path", missing);
        } catch (IOException failed) {
            throw new IllegalArgumentException(FileFailures.cannotRead(path, failed), failed);
        }
    }

    private static byte[] content(Path path, Matcher block) {
        if (block.group(2).contains("ENCRYPTED")) { // the head of an old encrypted key
            throw encrypted(path);
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException broken) {
            throw damaged(path, block.group(1).toLowerCase(Locale.ROOT), broken);
        }
    }

    /** Never empty. */
    List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().endsWith("CERTIFICATE")) { // also TRUSTED CERTIFICATE and X509 CERTIFICATE
                found.add(certificate(block));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate in '" + path
                    + "'; it must be PEM, with lines '-----BEGIN CERTIFICATE-----'");
        }
        return found;
    }

    private X509Certificate certificate(Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.content()));
        } catch (CertificateException broken) {
            throw damaged(path, "certificate", broken);
        }
    }

    private static IllegalArgumentException damaged(Path path, String what, Exception cause) {
        return new IllegalArgumentException(
                "'" + path + "' has a damaged " + what + "; copy it again from where you got it", cause);
    }

    /** The first private key. */
    Optional<Block> key() {
        Optional<Block> key = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .findFirst();
        if (key.filter(block -> block.label().startsWith("ENCRYPTED")).isPresent()) {
            throw encrypted(path);
        }
        return key;
    }

    private static IllegalArgumentException encrypted(Path path) {
        return new IllegalArgumentException("the key in '" + path
                + "' is encrypted; write it without a pass phrase: openssl pkey -in '" + path + "' -out key.pem");
    }

    /** A certificate as text. */
    static String text(byte[] certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }
}
