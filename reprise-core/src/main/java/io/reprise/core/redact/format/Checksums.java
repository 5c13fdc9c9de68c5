package io.reprise.core.redact.format;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The checksum at the end of some tokens: the CRC-32 of what comes before it, in base 62, with zeros in front. */
final class Checksums {
    static final int LENGTH = 6;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Checksums() {}

    /** Whether {@code text}, a token without its prefix, ends with its checksum. */
    static boolean isRight(String text) {
        int end = text.length() - LENGTH;
        return end > 0 && text.endsWith(of(text.substring(0, end)));
    }

    static String of(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder digits = new StringBuilder();
        for (long rest = crc.getValue(); digits.length() < LENGTH; rest /= DIGITS.length()) {
            digits.insert(0, DIGITS.charAt((int) (rest % DIGITS.length())));
        }
        return digits.toString();
    }
}
