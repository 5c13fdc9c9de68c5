package io.reprise.core.compare;

import java.util.List;

/**
 * What an answer does, without its words.
 *
 * @param ending in lower case, such as {@code complete}
 * @param finishReasons one for each choice that has one
 * @param tools names of those that it calls, in their order
 */
public record Outline(int status, String ending, List<String> finishReasons, List<String> tools) {
    public Outline {
        finishReasons = List.copyOf(finishReasons);
        tools = List.copyOf(tools);
    }
}
