package io.reprise.core.filter;

/** A filter cannot be understood. The message says where and why, and what would be right. */
public final class FilterSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int position;

    FilterSyntaxException(int position, String message) {
        super("the filter is wrong at character " + position + ": " + message);
        this.position = position;
    }

    /** Which character of the filter is wrong, from 1. */
    public int position() {
        return position;
    }
}
