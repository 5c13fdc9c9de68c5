package io.reprise.core.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding with exactly one spelling for each text (RFC 3986, 2.1 and 6.2.2). */
public final class PercentEncoding {
    private static final String HEX = "0123456789ABCDEF";
    private static final String UNRESERVED_MARKS = "-._~";

    private PercentEncoding() {}

    /** The bytes that {@code text} stands for; a percent sign without two hexadecimal digits after it stands for itself. */
    public static byte[] decode(String text) {
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(source.length);
        for (int i = 0; i < source.length; i++) {
            int value = source[i] == '%' && i + 2 < source.length ? octet(source[i + 1], source[i + 2]) : -1;
            bytes.write(value < 0 ? source[i] : value);
            i += value < 0 ? 0 : 2;
        }
        return bytes.toByteArray();
    }

    /** Decodes {@code text} as {@link #decode} does; U+FFFD replaces what is not UTF-8. */
    public static String decodeText(String text) {
        return text.indexOf('%') < 0 ? text : new String(decode(text), StandardCharsets.UTF_8);
    }

    /** Decodes {@code text}; empty if a percent sign begins no escape, or if what it stands for is not UTF-8. */
    public static Optional<String> decodeStrictly(String text) {
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '%' && (i + 2 >= source.length || octet(source[i + 1], source[i + 2]) < 0)) {
                return Optional.empty();
            }
        }
        return Bytes.owning(decode(text)).decode();
    }

    /** Decodes a name or value of a query or form, in which a plus sign is a space. */
    public static String decodeForm(String text) {
        return decodeText(text.replace('+', ' '));
    }

    /** Encodes {@code bytes}; escapes each byte that is neither unreserved nor in {@code plain}. */
    public static String encode(byte[] bytes, String plain) {
        StringBuilder text = new StringBuilder(bytes.length + 8);
        for (byte b : bytes) {
            if (isUnreserved(b) || plain.indexOf(b) >= 0) {
                text.append((char) b);
            } else {
                text.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return text.toString();
    }

    /** Whether {@code text} already has the spelling of {@link #encode}. */
    public static boolean isNormal(String text, String plain) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f || !(isUnreserved((byte) c) || plain.indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || UNRESERVED_MARKS.indexOf(b) >= 0;
    }

    private static int octet(byte high, byte low) {
        int value = Character.digit(high, 16) << 4 | Character.digit(low, 16);
        return value < 0 ? -1 : value;
    }
}
