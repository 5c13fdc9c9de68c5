package io.reprise.server.network;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a connection could not be made or has ended, in plain words: without the terms of Java, of libraries and of system calls. */
public final class ConnectionFailure {
    /** By a part of what the system or a library says, in lower case; the first that fits counts. */
    private static final List<Map.Entry<String, String>> WORDS = List.of(
            Map.entry("connection refused", "nothing listens there"),
            Map.entry("no route to host", "there is no route to this machine"),
            Map.entry("host is down", "this machine is down"),
            Map.entry("host is unreachable", "this machine cannot be reached"),
            Map.entry("network is unreachable", "the network cannot be reached"),
            Map.entry("network is down", "the network is down"),
            Map.entry("permission denied", "the system does not allow it"),
            Map.entry("operation not permitted", "the system does not allow it"),
            Map.entry("too many open files", "this process has too many files and connections open"),
            Map.entry("address already in use", "another program listens there already"),
            Map.entry("cannot assign requested address", "this machine does not have this address, or no free port"),
            Map.entry("no buffer space", "the system has no memory for connections"),
            Map.entry("timed out", "the connection was not answered in time"),
            Map.entry("connection reset", "the other side reset the connection"),
            Map.entry("reset by peer", "the other side reset the connection"),
            Map.entry("broken pipe", "the other side closed the connection"),
            Map.entry("connection was closed", "the other side closed the connection"),
            Map.entry("connection closed", "the other side closed the connection"),
            Map.entry("closed connection", "the other side closed the connection"),
            Map.entry("stream was reset", "the other side reset the request"),
            Map.entry("pkix path", "its certificate is not signed by a trusted authority"),
            Map.entry("notafter", "its certificate has expired"),
            Map.entry("no subject alternative", "its certificate is for another host"),
            Map.entry("no name matching", "its certificate is for another host"),
            Map.entry("handshake_failure", "the two sides have no version or cipher of TLS in common"),
            Map.entry("protocol_version", "the two sides have no version of TLS in common"),
            Map.entry("unrecognized_name", "the other side does not know this host name"),
            Map.entry("no application protocol", "the two sides have no version of HTTP in common"));

    private static final Pattern ALERT = Pattern.compile("(?i)received fatal alert: ([a-z_]+)");

    /** What Netty and the JDK put around what they have to say. */
    private static final Pattern INTERNAL =
            Pattern.compile("\\(\\.\\.\\)|error\\(-?[0-9]+\\)|\\b(?:java|javax|io|sun)\\.[a-z]+\\.|Exception\\b");

    private ConnectionFailure() {}

    /** The reason, as the end of a sentence that says what was tried. */
    public static String words(Throwable failed) {
        Optional<String> known = first(failed, each -> each instanceof UnknownHostException)
                .map(any -> "no host has this name")
                .or(() -> first(failed, each -> each instanceof NotSslRecordException)
                        .map(any -> "the other side does not speak TLS at this port"))
                .or(() -> first(failed, ConnectionFailure::isTooLong).map(any -> "the head of the answer is too long"))
                .or(() -> firstKnown(failed))
                .or(() -> first(failed, each -> each instanceof ClosedChannelException)
                        .map(any -> "the other side closed the connection"))
                .or(() ->
                        first(failed, ConnectionFailure::isNoHttp).map(any -> "what the other side sent is not HTTP"));
        return known.orElseGet(() -> other(failed));
    }

    private static boolean isTooLong(Throwable failed) {
        return failed instanceof TooLongHttpHeaderException || failed instanceof TooLongHttpLineException;
    }

    /** Netty's codec throws these for what it cannot read. */
    private static boolean isNoHttp(Throwable failed) {
        return failed instanceof DecoderException
                || failed instanceof NumberFormatException
                || failed.getStackTrace().length > 0
                        && failed.getStackTrace()[0].getClassName().startsWith("io.netty.handler.codec.http");
    }

    private static Optional<String> firstKnown(Throwable failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            String said = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
            Optional<String> known = WORDS.stream()
                    .filter(entry -> said.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private static String other(Throwable failed) {
        String said = String.valueOf(failed.getMessage());
        Matcher alert = ALERT.matcher(said);
        if (alert.find()) {
            return "the other side ended the handshake of TLS: "
                    + alert.group(1).toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        return failed.getMessage() == null || INTERNAL.matcher(said).find() ? "the connection failed" : said;
    }

    private static Optional<Throwable> first(Throwable failed, Predicate<Throwable> condition) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (condition.test(each)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
