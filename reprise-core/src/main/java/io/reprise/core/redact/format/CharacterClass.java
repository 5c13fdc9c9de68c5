package io.reprise.core.redact.format;

import java.util.Locale;

/** The characters of which a part of a credential may consist. */
enum CharacterClass {
    DIGIT("0-9"),
    HEX("0-9a-f"),
    XDIGIT("0-9a-fA-F"),
    LOWER("a-z"),
    UPPER("A-Z"),
    LOWNUM("a-z0-9"),
    UPNUM("A-Z0-9"),
    ALNUM("A-Za-z0-9"),
    WORD("A-Za-z0-9_"),
    URL("A-Za-z0-9_-"),
    DOTTED("A-Za-z0-9_.-"),
    TILDE("A-Za-z0-9_.~-"),
    B64("A-Za-z0-9+/"),
    BASE32("A-Z2-7"),
    BASE58("1-9A-HJ-NP-Za-km-z"),
    BECH32("02-9AC-HJ-NP-Z"),
    UUID("");

    private static final String UUID_PATTERN =
            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

    private final String ranges;

    CharacterClass(String ranges) {
        this.ranges = ranges;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static CharacterClass of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Matches {@code least} to {@code most} of these characters, and no more than stand there. */
    String pattern(int least, int most) {
        return this == UUID ? UUID_PATTERN : "[" + ranges + "]{" + least + "," + most + "}";
    }

    /** Matches where none of these characters follows, nor any other letter or digit. */
    String end() {
        return this == UUID ? "(?![0-9A-Za-z])" : "(?![" + ranges + "]|[A-Za-z0-9])";
    }

    /** The characters; empty for UUIDs, which are more than that. */
    String characters() {
        StringBuilder all = new StringBuilder();
        for (char c = ' '; c <= '~'; c++) {
            if (this != UUID && String.valueOf(c).matches("[" + ranges + "]")) {
                all.append(c);
            }
        }
        return all.toString();
    }
}
