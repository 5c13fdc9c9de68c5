package io.reprise.config;

import io.reprise.core.exchange.Quoted;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what people write as the value of a setting. What has no meaning is an {@link IllegalArgumentException}. */
public final class SettingSyntax {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\s*([A-Za-z]*)");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]+");

    private static final Pattern PERCENT = Pattern.compile("([1-9][0-9]?)\\s*%");

    private static final long LEAST_MEMORY = 16 << 20;

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1L << 10),
            Map.entry("kb", 1_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("mb", 1_000_000L),
            Map.entry("mib", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("gib", 1L << 30));

    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

    /** Timers of the network count milliseconds in 32 bits. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(20);

    private SettingSyntax() {}

    /**
     * The URL of a server without a path; empty for none.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Optional<URI> advertised(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text.strip());
            boolean isServer = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && (url.getRawPath() + (url.getRawQuery() == null ? "" : "?")).matches("/?");
            if (isServer) {
                return Optional.of(url);
            }
        } catch (URISyntaxException noUrl) {
            // the same words
        }
        throw new IllegalArgumentException(Quoted.of(text)
                + " is not the URL of a server; write http://HOST:PORT or https://HOST:PORT, without a path");
    }

    /**
     * Bytes, such as {@code 64MiB}, {@code 10MB} or {@code 4096}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static long bytes(String text) {
        return read(text, BYTES, "is not a size; write 4096, 64KiB, 10MB or 1GiB");
    }

    /**
     * Bytes; {@code off} is 0.
     *
     * @throws IllegalArgumentException for anything else
     */
    static long bytesOrOff(String text) {
        return text.strip().equalsIgnoreCase("off")
                ? 0
                : read(text, BYTES, "is not a size; write 256MiB, 1GiB, or off");
    }

    /**
     * A length of time with its unit, such as {@code 10s}, {@code 500ms} or {@code 2m}. Only 0 needs no unit.
     *
     * @throws IllegalArgumentException for anything else, and for more than 20 days
     */
    static Duration duration(String text) {
        Duration time = milliseconds(text, "500ms, 10s, 2m or 1h");
        if (time.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(Quoted.of(text) + " is longer than 20 days");
        }
        return time;
    }

    private static Duration milliseconds(String text, String examples) {
        String stripped = text.strip();
        if (NUMBER.matcher(stripped).matches()) {
            if (stripped.matches("0+")) {
                return Duration.ZERO;
            }
            throw new IllegalArgumentException(Quoted.of(text) + " has no unit; write " + stripped + "s for seconds, "
                    + stripped + "ms for milliseconds, or " + stripped + "m for minutes");
        }
        return Duration.ofMillis(read(text, MILLISECONDS, "is not a length of time; write " + examples));
    }

    /**
     * How long to wait; {@code off} and 0 are for ever, as zero.
     *
     * @throws IllegalArgumentException for anything else, and for more than 20 days
     */
    static Duration timeout(String text) {
        if (text.strip().equalsIgnoreCase("off")) {
            return Duration.ZERO;
        }
        Duration time = milliseconds(text, "500ms, 10s, 2m, 1h, or off to wait forever");
        if (time.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(Quoted.of(text) + " is longer than 20 days; write off to wait forever");
        }
        return time;
    }

    /** Bytes, or a share of the heap such as {@code 50%}. */
    static long memory(String text) {
        Matcher percent = PERCENT.matcher(text.strip());
        long bytes = percent.matches()
                ? Runtime.getRuntime().maxMemory() / 100 * Integer.parseInt(percent.group(1))
                : bytes(text);
        if (bytes < LEAST_MEMORY) {
            throw new IllegalArgumentException(
                    "'" + text + "' is too little memory: nothing could be recorded; give 16MiB or more");
        }
        return bytes;
    }

    /** Bytes, at most 2 GiB less one. */
    static int intBytes(String text) {
        long bytes = bytes(text);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(Quoted.of(text) + " is too large");
        }
        return (int) bytes;
    }

    /** A port, 0 to 65535. */
    static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException(
                    Quoted.of(text) + " is not a port; write a number from 1 to 65535, or 0 for a free port");
        }
        return Integer.parseInt(text);
    }

    /** {@code true} or {@code false}. */
    static boolean isTrue(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(Quoted.of(text) + " is neither true nor false");
        };
    }

    /** {@code off}, or {@code self-signed}: with a certificate that is made for this machine. */
    static boolean tls(String text) {
        return switch (text) {
            case "self-signed" -> true;
            case "off" -> false;
            default ->
                throw new IllegalArgumentException(Quoted.of(text)
                        + " is not a way to speak TLS; write off or self-signed, or give --tls-cert FILE");
        };
    }

    /**
     * A path; {@code ~} and {@code ~/} are the home directory, which no shell has put there.
     *
     * @throws IllegalArgumentException for {@code ~name}, which would be a directory of that name
     */
    static Path path(String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), text.substring(1));
        }
        if (text.startsWith("~")) {
            throw new IllegalArgumentException(Quoted.of(text)
                    + " begins with '~', and only '~/' is known, for your own home directory; write the whole path, or './"
                    + text + "' if this is its name");
        }
        return Path.of(text);
    }

    /** A host name or an address. */
    static String host(String text) {
        if (!HOST.matcher(text).matches() || NUMBER.matcher(text).matches() || hasPort(text)) {
            throw new IllegalArgumentException(Quoted.of(text)
                    + " is not an address to listen on; write an address or a host name without port, such as 127.0.0.1"
                    + " or 0.0.0.0");
        }
        return text;
    }

    private static boolean hasPort(String host) {
        return host.contains("]:") || host.chars().filter(c -> c == ':').count() == 1;
    }

    private static long read(String text, Map<String, Long> units, String complaint) {
        Matcher matcher = FORM.matcher(text.trim());
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(Quoted.of(text) + " " + complaint);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(Quoted.of(text) + " is too large", tooLarge);
        }
    }
}
