package io.reprise.server.websocket;

import io.reprise.core.exchange.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a client offers when it asks for a WebSocket (RFC 6455, 4.1).
 *
 * @param protocols in the order in which the client prefers them
 */
public record Handshake(String key, List<String> protocols) {
    public static final String PROTOCOL = "sec-websocket-protocol";

    private static final String OWN_FIELDS = "sec-websocket-";
    private static final String VERSION = "13";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    /**
     * Why a request for a WebSocket is refused.
     *
     * @param headers that tell what would do
     */
    public record Refusal(int status, String reason, Headers headers) {}

    public Handshake {
        protocols = List.copyOf(protocols);
    }

    public static Handshake of(Headers headers) {
        List<String> protocols = headers.fields().stream()
                .filter(field -> field.name().equals(PROTOCOL))
                .flatMap(field -> Arrays.stream(field.value().split(",", -1)))
                .map(String::strip)
                .filter(protocol -> !protocol.isEmpty())
                .toList();
        return new Handshake(headers.first("sec-websocket-key").orElse("").strip(), protocols);
    }

    /** A handshake of our own. */
    public static Handshake random() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Handshake(Base64.getEncoder().encodeToString(key), List.of());
    }

    /** Why this request is no handshake; empty if it is one. */
    public static Optional<Refusal> refusal(String method, Headers headers) {
        if (!method.equals("GET")) {
            return Optional.of(
                    new Refusal(405, "the handshake of a WebSocket must be a GET request", Headers.of("allow", "GET")));
        }
        String version = headers.first("sec-websocket-version").orElse("").strip();
        if (!version.equals(VERSION)) {
            return Optional.of(new Refusal(
                    426,
                    "version '" + version + "' of WebSocket is not supported; use 13",
                    Headers.of("sec-websocket-version", VERSION, "upgrade", "websocket")));
        }
        if (!isKey(of(headers).key())) {
            return Optional.of(new Refusal(400, "the Sec-WebSocket-Key is not 16 bytes in base64", Headers.NONE));
        }
        return Optional.empty();
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    /** The fields that ask for a WebSocket. */
    public Headers question() {
        return Headers.of(
                "connection",
                "Upgrade",
                "upgrade",
                "websocket",
                "sec-websocket-version",
                VERSION,
                "sec-websocket-key",
                key);
    }

    /**
     * The fields of status 101.
     *
     * @param protocol that was chosen
     */
    public Headers answer(Optional<String> protocol) {
        Headers answer = Headers.of("connection", "Upgrade", "upgrade", "websocket", "sec-websocket-accept", accept());
        return protocol.map(chosen -> answer.plus(PROTOCOL, chosen)).orElse(answer);
    }

    /** Whether the answer is one to this handshake. */
    public boolean isAccepted(Headers answer) {
        return answer.first("sec-websocket-accept")
                .map(String::strip)
                .filter(accept()::equals)
                .isPresent();
    }

    /** The fields without those that are of this one connection; the protocols stay. */
    public static Headers endToEnd(Headers headers) {
        return headers.endToEnd()
                .filter(field ->
                        !field.name().startsWith(OWN_FIELDS) || field.name().equals(PROTOCOL));
    }

    /** The fields without any that only a handshake has. */
    public static Headers withoutOwn(Headers headers) {
        return headers.endToEnd().filter(field -> !field.name().startsWith(OWN_FIELDS));
    }

    /** RFC 6455, 4.2.2. */
    private String accept() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }
}
