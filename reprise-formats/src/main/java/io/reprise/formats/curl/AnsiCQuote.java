package io.reprise.formats.curl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** The inside of {@code $'…'} (POSIX.1-2024, XCU 2.2.4, and bash's {@code \}{@code u} and {@code \U}). */
final class AnsiCQuote {
    private static final String LETTERS = "abefnrtv";
    private static final String MEANINGS = "\u0007\b\u001b\f\n\r\t\u000b";

    private AnsiCQuote() {}

    /** Appends to {@code out} what the quote says; the index after its end, or empty if it has none. */
    static OptionalInt decode(String script, int from, StringBuilder out) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = from;
        while (at < script.length() && script.charAt(at) != '\'') {
            if (script.charAt(at) == '\\' && at + 1 < script.length()) {
                at = escape(script, at + 1, bytes);
            } else {
                int character = script.codePointAt(at);
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(character);
            }
        }
        out.append(bytes.toString(StandardCharsets.UTF_8));
        return at < script.length() ? OptionalInt.of(at + 1) : OptionalInt.empty();
    }

    private static int escape(String script, int at, ByteArrayOutputStream bytes) {
        char c = script.charAt(at);
        int letter = LETTERS.indexOf(c);
        if (letter >= 0) {
            bytes.write(MEANINGS.charAt(letter));
            return at + 1;
        }
        return switch (c) {
            case 'x' -> number(script, at, at + 1, 2, 16, bytes);
            case 'u' -> number(script, at, at + 1, 4, 16, bytes);
            case 'U' -> number(script, at, at + 1, 8, 16, bytes);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(script, at, at, 3, 8, bytes);
            case 'E' -> {
                bytes.write(0x1b);
                yield at + 1;
            }
            case 'c' -> {
                bytes.write(at + 1 < script.length() ? script.charAt(at + 1) & 0x1f : 0);
                yield Math.min(at + 2, script.length());
            }
            case '\\', '\'', '"', '?' -> {
                bytes.write(c);
                yield at + 1;
            }
            default -> {
                bytes.write('\\');
                yield at;
            }
        };
    }

    /** A byte ({@code \x}, octal) or a code point ({@code \}{@code u}, {@code \U}) in at most {@code most} digits. */
    private static int number(String script, int letter, int from, int most, int radix, ByteArrayOutputStream bytes) {
        int end = from;
        while (end < script.length() && end < from + most && Character.digit(script.charAt(end), radix) >= 0) {
            end++;
        }
        if (end == from) {
            bytes.write('\\');
            return letter;
        }
        long value = Long.parseLong(script.substring(from, end), radix);
        boolean isCodePoint = script.charAt(letter) == 'u' || script.charAt(letter) == 'U';
        if (isCodePoint && Character.isValidCodePoint((int) Math.min(value, Integer.MAX_VALUE))) {
            bytes.writeBytes(Character.toString((int) value).getBytes(StandardCharsets.UTF_8));
        } else {
            bytes.write((int) value);
        }
        return end;
    }
}
