package io.reprise.formats;

import java.util.List;
import java.util.Optional;

/**
 * What a model has said in one answer.
 *
 * @param content empty if it has only called tools
 * @param reasoning empty if there is none
 */
public record Said(Optional<String> content, String reasoning, List<ToolCall> calls) {
    public Said {
        calls = List.copyOf(calls);
    }

    /** @param arguments as JSON, or what the model gave instead */
    public record ToolCall(String id, String name, String arguments) {}
}
