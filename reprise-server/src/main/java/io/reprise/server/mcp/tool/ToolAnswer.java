package io.reprise.server.mcp.tool;

import io.reprise.core.json.Json;
import java.util.Optional;

/**
 * What a tool answers.
 *
 * @param structured ids and numbers only, since the text has the rest
 * @param isError whether the text says what was wrong with the question
 */
public record ToolAnswer(String text, Optional<Json> structured, boolean isError) {
    public static ToolAnswer of(ToolText text, Json structured) {
        return new ToolAnswer(text.toString(), Optional.of(structured), false);
    }

    static ToolAnswer wrong(String message) {
        return new ToolAnswer(new ToolText().line(message).toString(), Optional.empty(), true);
    }
}
