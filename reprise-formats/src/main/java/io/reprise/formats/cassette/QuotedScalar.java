package io.reprise.formats.cassette;

import io.reprise.core.exchange.Bytes;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Scalars of YAML in double quotes, which versions 1.1 and 1.2 read in the same way. */
final class QuotedScalar {
    private static final String SHORT = "\\\\\"\"\nn\rr\tt\u0000" + '0' + "\u2028L\u2029P\u0085N";

    private QuotedScalar() {}

    /** Text in quotes where the bytes are UTF-8, else {@code !!binary} or another tag for bytes. */
    static String of(Bytes bytes, String binaryTag) {
        Optional<String> text = bytes.decode();
        return text.isPresent()
                ? of(text.get())
                : binaryTag + " \"" + Base64.getEncoder().encodeToString(bytes.toArray()) + '"';
    }

    static String of(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(character -> append(quoted, character));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder out, int character) {
        int known = character < 0x3000 ? SHORT.indexOf(character) : -1;
        if (known >= 0 && known % 2 == 0) {
            out.append('\\').append(SHORT.charAt(known + 1));
        } else if (isPrintable(character)) {
            out.appendCodePoint(character);
        } else if (character < 0x100) {
            out.append(String.format(Locale.ROOT, "\\x%02X", character));
        } else {
            out.append(String.format(Locale.ROOT, character > 0xFFFF ? "\\U%08X" : "\\u%04X", character));
        }
    }

    /** YAML 1.1, 4.1.1, without the byte order mark. */
    private static boolean isPrintable(int character) {
        return character >= ' ' && character < 0x7F
                || character >= 0xA0 && character < 0xD800
                || character >= 0xE000 && character < 0xFFFE && character != 0xFEFF
                || character >= 0x10000 && (character & 0xFFFE) != 0xFFFE && character < 0xE0000;
    }
}
