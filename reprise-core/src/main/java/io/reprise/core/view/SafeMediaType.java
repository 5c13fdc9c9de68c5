package io.reprise.core.view;

import io.reprise.core.exchange.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The type of bytes that a browser may draw or play, found by what they begin with and not by what a recording says of them. SVG, HTML and PDF are
 * none: they can have scripts.
 *
 * @param kind {@code image} or {@code audio}
 */
public record SafeMediaType(String type, String kind) {
    /** Pictures with more points take too much memory to be drawn. */
    private static final long MOST_POINTS = 100_000_000;

    private static final String IMAGE = "image";
    private static final String AUDIO = "audio";

    /** Empty for all other bytes. */
    public static Optional<SafeMediaType> of(Bytes bytes) {
        return Optional.ofNullable(bytes.size() < 12 ? null : type(bytes))
                .filter(type -> !type.startsWith(IMAGE) || points(type, bytes) <= MOST_POINTS)
                .map(type -> new SafeMediaType(type, type.startsWith(IMAGE) ? IMAGE : AUDIO));
    }

    private static @Nullable String type(Bytes bytes) {
        String begin = bytes.latin1(0, 12);
        if (begin.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (begin.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (begin.startsWith("GIF87a") || begin.startsWith("GIF89a")) {
            return "image/gif";
        }
        if (begin.startsWith("RIFF")) {
            return begin.endsWith("WEBP") ? "image/webp" : begin.endsWith("WAVE") ? "audio/wav" : null;
        }
        if (begin.startsWith("ftyp", 4)) {
            return begin.startsWith("avif", 8) ? "image/avif" : begin.startsWith("M4A", 8) ? "audio/mp4" : null;
        }
        if (begin.startsWith("OggS")) {
            return "audio/ogg";
        }
        if (begin.startsWith("fLaC")) {
            return "audio/flac";
        }
        boolean isMp3 = begin.startsWith("ID3") || begin.charAt(0) == 0xff && (begin.charAt(1) & 0xe6) == 0xe2;
        boolean isAac = begin.charAt(0) == 0xff && (begin.charAt(1) & 0xf6) == 0xf0;
        return isMp3 ? "audio/mpeg" : isAac ? "audio/aac" : null;
    }

    /** How many points a picture says that it has; 0 where its kind says so elsewhere. */
    private static long points(String type, Bytes bytes) {
        if (type.equals("image/png") && bytes.size() >= 24) {
            return number(bytes, 16, 4) * number(bytes, 20, 4);
        }
        return type.equals("image/gif")
                ? (number(bytes, 7, 1) << 8 | number(bytes, 6, 1)) * (number(bytes, 9, 1) << 8 | number(bytes, 8, 1))
                : 0;
    }

    private static long number(Bytes bytes, int at, int length) {
        long number = 0;
        for (int i = at; i < at + length; i++) {
            number = number << 8 | bytes.at(i) & 0xff;
        }
        return number;
    }
}
