package io.reprise.core.filter;

/**
 * One term of a filter, before it is understood: {@code -model:gpt-*} or {@code "two words"}.
 *
 * @param name what stands before the colon; empty for a word without a name
 * @param isQuoted whether the value is in quotes, so that each of its characters stands for itself
 * @param position of the first character of the term, from 1
 * @param valuePosition of the first character of the value, from 1
 */
record FilterTerm(boolean isNegated, String name, String value, boolean isQuoted, int position, int valuePosition) {

    FilterSyntaxException wrongValue(String message) {
        return new FilterSyntaxException(valuePosition, message);
    }

    FilterSyntaxException wrongName(String message) {
        return new FilterSyntaxException(isNegated ? position + 1 : position, message);
    }
}
