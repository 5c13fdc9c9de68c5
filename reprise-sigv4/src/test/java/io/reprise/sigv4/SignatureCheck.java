package io.reprise.sigv4;

import io.reprise.core.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes signatures as the documentation of AWS Signature Version 4 describes it, from what an upstream receives. */
final class SignatureCheck {
    private final String secret;

    SignatureCheck(String secret) {
        this.secret = secret;
    }

    /** What a signature is made of. */
    record Signed(String time, String scope, List<String> headers, String payloadHash) {}

    /** @param host as it is sent */
    String signature(Request request, String host, Signed signed) throws GeneralSecurityException {
        StringBuilder canonical = new StringBuilder();
        canonical.append(request.method()).append('\n');
        canonical.append(encode(request.path(), true)).append('\n');
        canonical.append(canonicalQuery(request.query())).append('\n');
        for (String name : signed.headers()) {
            String value =
                    name.equals("host") ? host : request.headers().first(name).orElseThrow();
            canonical
                    .append(name)
                    .append(':')
                    .append(value.strip().replaceAll(" +", " "))
                    .append('\n');
        }
        canonical.append('\n').append(String.join(";", signed.headers())).append('\n');
        canonical.append(signed.payloadHash());
        String toSign = "AWS4-HMAC-SHA256\n" + signed.time() + "\n" + signed.scope() + "\n"
                + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : signed.scope().split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    /** Members sorted by their encoded names and values, without the signature itself. */
    private static String canonicalQuery(String query) {
        TreeSet<String> members = new TreeSet<>();
        for (String member : query.split("&", -1)) {
            if (!member.isEmpty() && !member.startsWith("X-Amz-Signature=")) {
                int equals = member.indexOf('=');
                members.add(
                        equals < 0
                                ? encode(decode(member), false) + "="
                                : encode(decode(member.substring(0, equals)), false) + "="
                                        + encode(decode(member.substring(equals + 1)), false));
            }
        }
        return String.join("&", members);
    }

    private static String decode(String text) {
        List<Byte> bytes = new ArrayList<>();
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '%') {
                bytes.add((byte) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.add(source[i]);
            }
        }
        byte[] decoded = new byte[bytes.size()];
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = bytes.get(i);
        }
        return new String(decoded, StandardCharsets.UTF_8);
    }

    private static String encode(String text, boolean isPath) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            boolean isPlain = letter >= 'A' && letter <= 'Z'
                    || letter >= 'a' && letter <= 'z'
                    || letter >= '0' && letter <= '9'
                    || "-._~".indexOf(letter) >= 0
                    || isPath && letter == '/';
            encoded.append(
                    isPlain
                            ? String.valueOf(letter)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits(each));
        }
        return encoded.toString();
    }

    static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> list(String headers) {
        return Arrays.asList(headers.split(";", -1));
    }
}
