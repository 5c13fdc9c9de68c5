package io.reprise.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The properties by which applications are told where the APIs are. A base URL has no {@code /v1}: the server answers both spellings. */
final class PropertyTable {
    private static final String FILE = "properties.tsv";

    private PropertyTable() {}

    /** The lines of a kind, without the kind. */
    static List<List<String>> rows(String kind) {
        try (InputStream in = Objects.requireNonNull(PropertyTable.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.startsWith(kind + "\t"))
                    .map(line -> List.of(line.substring(kind.length() + 1).split("\t", -1)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The base URL for an API.
     *
     * @param upstreams names of upstreams; one that is called after an API is where this API is asked
     */
    static String url(String url, String api, List<String> upstreams) {
        return upstreams.contains(api) ? url + "/u/" + api : url;
    }
}
