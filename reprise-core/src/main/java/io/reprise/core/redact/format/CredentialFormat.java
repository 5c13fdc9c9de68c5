package io.reprise.core.redact.format;

import java.util.List;

/**
 * A line of the table of formats.
 *
 * @param name for people, such as {@code GitHub token}
 * @param rules what else is known of such a credential, such as {@code random}
 * @param member a name under which it usually stands, such as {@code GITHUB_TOKEN}, or {@code -}
 * @param source where this is documented
 */
record CredentialFormat(String name, Form form, List<String> rules, String member, String source) {
    private static final int COLUMNS = 5;

    CredentialFormat {
        rules = List.copyOf(rules);
    }

    /** @throws IllegalArgumentException if {@code line} is no line of the table */
    static CredentialFormat parse(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("'" + line + "' has " + columns.length + " columns, not " + COLUMNS);
        }
        return new CredentialFormat(
                columns[0], Form.parse(columns[1]), List.of(columns[2].split(" ", -1)), columns[3], columns[4]);
    }

    /** Whether it is found by nothing but the name beside it. */
    boolean isNamed() {
        return rules.contains("named");
    }

    boolean isExact() {
        return rules.contains("exact");
    }

    boolean isRandom() {
        return rules.contains("random");
    }

    boolean hasChecksum() {
        return rules.contains("crc32");
    }
}
