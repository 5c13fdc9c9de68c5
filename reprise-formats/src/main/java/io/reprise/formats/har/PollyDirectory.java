package io.reprise.formats.har;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The directory that Polly.js 6 gives to a recording of some name, as {@code guidForRecording} in its {@code core} does. */
final class PollyDirectory {
    private static final int MOST = 100;
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private PollyDirectory() {}

    /** A path with a part for each part of {@code name} between slashes. */
    static String of(String name) {
        return Arrays.stream(name.split("/", -1)).map(PollyDirectory::part).collect(Collectors.joining("/"));
    }

    private static String part(String name) {
        String hash = Integer.toUnsignedString(fnv1a(name));
        String slug = name.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-|-$", "");
        return slug.substring(0, Math.min(slug.length(), MOST - hash.length() - 1)) + "_" + hash;
    }

    /** FNV-1a with 32 bits. */
    private static int fnv1a(String text) {
        int hash = FNV_OFFSET;
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
