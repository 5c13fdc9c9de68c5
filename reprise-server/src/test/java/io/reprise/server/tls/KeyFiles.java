package io.reprise.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys and certificates for tests, made by {@code keytool} and written as PEM files. */
public final class KeyFiles {
    private static final String PASSWORD = "password";

    private final Path directory;

    public KeyFiles(Path directory) {
        this.directory = directory;
    }

    /** Makes a key and a certificate that nobody vouches for, for {@code localhost} and {@code 127.0.0.1}. */
    public KeyFiles make(String alias, String algorithm, String... more) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-startdate",
                "-1H"));
        options.addAll(List.of(more));
        keytool(options);
        return this;
    }

    /** Makes a key and a certificate that the holder of another one vouches for. */
    public KeyFiles makeSigned(String alias, String issuer, String... more) throws IOException, InterruptedException {
        make(alias, "EC");
        Path request = directory.resolve(alias + ".csr");
        Path signed = directory.resolve(alias + ".signed");
        keytool(List.of("-certreq", "-alias", alias, "-file", request.toString()));
        List<String> options = new ArrayList<>(List.of(
                "-gencert",
                "-alias",
                issuer,
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString(),
                "-rfc",
                "-startdate",
                "-1H"));
        options.addAll(List.of(more));
        keytool(options);
        keytool(List.of("-importcert", "-noprompt", "-alias", alias, "-file", signed.toString()));
        return this;
    }

    private void keytool(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(options);
        command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD, "-J-XX:TieredStopAtLevel=1"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private Path store() {
        return directory.resolve("keys.p12");
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    public Path certificate(String alias) throws IOException, GeneralSecurityException {
        byte[] certificate = keys().getCertificate(alias).getEncoded();
        return write(alias + ".pem", "CERTIFICATE", certificate);
    }

    /** As PKCS #8. */
    public Path key(String alias) throws IOException, GeneralSecurityException {
        return write(alias + ".key", "PRIVATE KEY", privateKey(alias));
    }

    byte[] privateKey(String alias) throws IOException, GeneralSecurityException {
        Key key = keys().getKey(alias, PASSWORD.toCharArray());
        return key.getEncoded();
    }

    Path write(String name, String label, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                directory.resolve(name), "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
    }
}
