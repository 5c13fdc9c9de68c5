package io.reprise.core.key;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.json.JsonPath;
import io.reprise.core.pattern.PatternLimitException;
import io.reprise.core.pattern.RegularExpression;
import io.reprise.core.redact.search.CredentialNames;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A rule for the comparison of two requests. {@link #parse} reads and {@code toString} writes its text, as it is in
 * reprise.yaml.
 */
public sealed interface KeyRule {

    /** Ignores the values that {@code path} names: {@code leave out $.metadata.request_id}. */
    record LeaveOut(JsonPath path) implements KeyRule {
        public LeaveOut {
            if (path.isRoot()) {
                throw new IllegalArgumentException(
                        "'leave out $' leaves out the whole body; name a member, such as $.metadata.request_id");
            }
        }

        @Override
        public String toString() {
            return "leave out " + path;
        }
    }

    /**
     * Replaces what a pattern finds in texts: {@code replace uuid}, {@code replace /run-[0-9]+/ with <run> in $.messages}.
     *
     * @param replacement as {@link java.util.regex.Matcher#appendReplacement} reads it: {@code $1} is the first group
     * @param within the part of JSON bodies where it applies; everywhere, also in path and query, if empty
     */
    record Replace(TextPattern pattern, String replacement, Optional<JsonPath> within) implements KeyRule {
        public Replace {
            checkReplacement(pattern, replacement);
        }

        /** Replaces with the name of the kind in angle brackets. */
        public Replace(TextPattern pattern) {
            this(pattern, pattern.standIn(), Optional.empty());
        }

        private static void checkReplacement(TextPattern pattern, String replacement) {
            try {
                pattern.expression().checkReplacement(replacement);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        Quoted.of(replacement) + " cannot be a replacement: "
                                + String.valueOf(wrong.getMessage()).toLowerCase(Locale.ROOT)
                                + " (write \\$ for a dollar sign)",
                        wrong);
            }
        }

        /**
         * Replaces in one text after the other, with one limit for all of them.
         *
         * @throws IllegalArgumentException (the operator) if the limit is reached; the message names the rule
         */
        UnaryOperator<String> replacing() {
            RegularExpression.Search search = pattern.expression().search();
            return text -> {
                try {
                    return search.replaceAll(text, replacement);
                } catch (PatternLimitException beyond) {
                    throw new IllegalArgumentException(
                            "the rule '" + this + "' cannot be applied: " + beyond.getMessage(), beyond);
                }
            };
        }

        @Override
        public String toString() {
            String with = replacement.equals(pattern.standIn()) ? "" : " with " + KeyRuleParsing.quoted(replacement);
            return "replace " + pattern + with + KeyRuleParsing.in(within);
        }
    }

    /**
     * Rounds numbers to so many decimal places, half to even: {@code round to 3 places in $..temperature}.
     *
     * @param places 0 to 1,000
     * @param within the part of JSON bodies where it applies; everywhere if empty
     */
    record Round(int places, Optional<JsonPath> within) implements KeyRule {
        private static final int MAX_PLACES = 1_000;

        public Round {
            if (places < 0 || places > MAX_PLACES) {
                throw new IllegalArgumentException(
                        "numbers are rounded to 0 to " + MAX_PLACES + " places, not " + places);
            }
        }

        @Override
        public String toString() {
            return "round to " + places + (places == 1 ? " place" : " places") + KeyRuleParsing.in(within);
        }
    }

    /**
     * Compares a header as well: {@code include header anthropic-version}.
     *
     * @param name in lower case
     */
    record IncludeHeader(String name) implements KeyRule {
        private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");

        public IncludeHeader {
            name = name.toLowerCase(Locale.ROOT);
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException(Quoted.of(name) + " is not the name of a header");
            }
            if (CredentialNames.isHeader(name)) {
                throw new IllegalArgumentException(Quoted.of(name)
                        + " is a credential; credentials are never recorded, so they cannot be compared");
            }
        }

        @Override
        public String toString() {
            return "include header " + name;
        }
    }

    /** Compares the sound and the video in messages of WebSocket conversations, too: {@code include sound}. */
    record IncludeSound() implements KeyRule {
        @Override
        public String toString() {
            return "include sound";
        }
    }

    /** Ignores messages of WebSocket conversations that are bytes, and no JSON: {@code leave out bytes}. */
    record LeaveOutBytes() implements KeyRule {
        @Override
        public String toString() {
            return "leave out bytes";
        }
    }

    /**
     * The rule that {@code text} spells.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong
     */
    static KeyRule parse(String text) {
        return KeyRuleParsing.parse(text.strip());
    }
}
