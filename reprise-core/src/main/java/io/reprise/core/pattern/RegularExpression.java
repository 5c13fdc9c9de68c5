package io.reprise.core.pattern;

import io.reprise.core.exchange.Quoted;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of {@link Pattern}'s language that a user wrote. No text makes it run without end, nor use up the
 * stack of its thread. Immutable.
 */
public final class RegularExpression {
    /** Steps that any search may take. A step is a look at one character; a million take some milliseconds. */
    private static final long LEAST_STEPS = 10_000_000;

    /** Steps that a search may take besides for each character; expressions that do not go back take less than 100. */
    private static final long STEPS_PER_CHARACTER = 200;

    private final Pattern pattern;

    private RegularExpression(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if {@code regex} is not a regular expression; the message says why */
    public static RegularExpression of(String regex) {
        return new RegularExpression(compile(regex, 0));
    }

    /**
     * One to which upper and lower case are the same.
     *
     * @throws IllegalArgumentException if {@code regex} is not a regular expression; the message says why
     */
    public static RegularExpression ignoringCase(String regex) {
        return new RegularExpression(compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    private static Pattern compile(String regex, int flags) {
        try {
            return Pattern.compile(regex, flags);
        } catch (PatternSyntaxException broken) {
            throw new IllegalArgumentException(
                    Quoted.of(regex) + " is not a regular expression: " + broken.getDescription() + ", at character "
                            + (broken.getIndex() + 1),
                    broken);
        } catch (StackOverflowError deep) {
            throw new IllegalArgumentException(
                    "a regular expression of " + regex.length() + " characters is nested too deep");
        }
    }

    /** A search for this in one or more texts, which share its limit. */
    public Search search() {
        return new Search();
    }

    /**
     * Checks that {@code replacement} can stand for what this finds.
     *
     * @throws IllegalArgumentException if it names a group that there is not, or is not well-formed
     */
    public void checkReplacement(String replacement) {
        Pattern alsoEmpty = Pattern.compile("|" + pattern.pattern(), pattern.flags());
        try {
            alsoEmpty.matcher("").replaceFirst(replacement);
        } catch (IndexOutOfBoundsException noGroup) {
            throw new IllegalArgumentException("the expression has no such group", noGroup);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegularExpression that
                && pattern.pattern().equals(that.pattern.pattern())
                && pattern.flags() == that.pattern.flags();
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }

    /** The expression as it was written. */
    @Override
    public String toString() {
        return pattern.pattern();
    }

    /** Looks for the expression in one text after the other. Not for use by several threads. */
    public final class Search {
        private long left = LEAST_STEPS;

        private Search() {}

        /**
         * {@code text} with {@code replacement} for all that is found, as {@link Matcher#replaceAll(String)} reads it.
         *
         * @throws PatternLimitException if that takes too many steps or too deep a stack
         */
        public String replaceAll(String text, String replacement) {
            return within(text, () -> matcher(text).replaceAll(replacement));
        }

        /**
         * Whether it is found anywhere in {@code text}.
         *
         * @throws PatternLimitException if that takes too many steps or too deep a stack
         */
        public boolean isIn(String text) {
            return within(text, () -> matcher(text).find());
        }

        /**
         * Shows all that is found in {@code text}, in its order; what is shown may be used during the call only.
         *
         * @throws PatternLimitException if that takes too many steps or too deep a stack
         */
        public void forEach(String text, Consumer<MatchResult> visitor) {
            within(text, () -> {
                Matcher matcher = matcher(text);
                while (matcher.find()) {
                    visitor.accept(matcher);
                }
                return true;
            });
        }

        private Matcher matcher(String text) {
            return pattern.matcher(new CountedText(text, this));
        }

        private <T> T within(String text, Supplier<T> work) {
            left += STEPS_PER_CHARACTER * text.length();
            try {
                return work.get();
            } catch (StackOverflowError deep) {
                throw new PatternLimitException("the regular expression " + Quoted.of(pattern.pattern())
                        + " needs more memory than there is for a text of " + text.length()
                        + " characters; repeat a class such as [ab]* in it, not a group such as (?:a|b)*");
            }
        }

        private void step() {
            if (--left < 0) {
                throw new PatternLimitException(
                        "the regular expression " + Quoted.of(pattern.pattern())
                                + " takes too many steps on a text; make its repeated parts such that each text matches in one way only");
            }
        }
    }

    /** A text that counts how often its characters are looked at. */
    private record CountedText(String text, Search search) implements CharSequence {
        @Override
        public char charAt(int index) {
            search.step();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
