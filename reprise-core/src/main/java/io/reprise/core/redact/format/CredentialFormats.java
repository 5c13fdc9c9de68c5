package io.reprise.core.redact.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The table of formats, {@code credentials.tsv}, which says what its columns mean. */
public final class CredentialFormats {
    static final List<CredentialFormat> ALL = read();

    private CredentialFormats() {}

    /** A kind for each format that is found by its form, in the order of the table. */
    public static List<CredentialKind> kinds() {
        return ALL.stream()
                .filter(format -> !format.isNamed())
                .<CredentialKind>map(FormatKind::new)
                .toList();
    }

    private static List<CredentialFormat> read() {
        InputStream table = Objects.requireNonNull(CredentialFormats.class.getResourceAsStream("credentials.tsv"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(CredentialFormat::parse)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
