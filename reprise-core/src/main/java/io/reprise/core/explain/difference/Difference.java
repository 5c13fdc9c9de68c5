package io.reprise.core.explain.difference;

import java.util.List;

/**
 * One thing in which a request differs from a recorded one.
 *
 * @param where such as {@code messages[1].content}, {@code temperature}, {@code tool get_weather} or {@code path}
 * @param what in words, the recorded value first: {@code 0.7 → 0.8}, {@code only in the request}
 * @param rules key rules that together would ignore it; none if it is an essential part of the question
 */
public record Difference(String where, String what, List<String> rules) {
    public Difference {
        rules = List.copyOf(rules);
    }

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
