package io.reprise.server.mcp.tool;

import io.reprise.core.filter.FilterSyntaxException;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.StoreException;
import io.reprise.server.comparison.NotFoundException;
import io.reprise.server.comparison.TookTooLongException;
import java.util.List;

/** Something that agents can ask. */
public final class Tool {
    private final String name;
    private final String description;
    private final List<Parameter> parameters;
    private final Calling calling;
    private final boolean isWriting;

    /** Computes the answer to a call. May block. */
    public interface Calling {
        /** @throws WrongCallException if the arguments are wrong */
        ToolAnswer call(Arguments arguments);
    }

    /** @param description never has a word from a recording */
    public Tool(String name, String description, List<Parameter> parameters, Calling calling) {
        this(name, description, parameters, calling, false);
    }

    private Tool(String name, String description, List<Parameter> parameters, Calling calling, boolean isWriting) {
        this.isWriting = isWriting;
        this.name = name;
        this.description = description;
        this.parameters = List.copyOf(parameters);
        this.calling = calling;
    }

    /** One that changes something. */
    public static Tool writing(String name, String description, List<Parameter> parameters, Calling calling) {
        return new Tool(name, description, parameters, calling, true);
    }

    public String name() {
        return name;
    }

    /** As {@code tools/list} says it. */
    public Json toJson() {
        JsonObjectBuilder properties = new JsonObjectBuilder();
        parameters.forEach(parameter -> properties.with(parameter.name(), parameter.schema()));
        List<Json> required = parameters.stream()
                .filter(Parameter::isRequired)
                .<Json>map(parameter -> new Json.JsonString(parameter.name()))
                .toList();
        JsonObjectBuilder schema =
                new JsonObjectBuilder().with("type", "object").with("properties", properties.done());
        if (!required.isEmpty()) {
            schema.with("required", required);
        }
        return new JsonObjectBuilder()
                .with("name", name)
                .with("description", description)
                .with("inputSchema", schema.with("additionalProperties", false).done())
                .with(
                        "annotations",
                        new JsonObjectBuilder()
                                .with("readOnlyHint", !isWriting)
                                .with("destructiveHint", isWriting)
                                .with("openWorldHint", false)
                                .done())
                .done();
    }

    /** Answers a call; a wrong one is answered with what would be right. */
    public ToolAnswer call(Json arguments) {
        try {
            return calling.call(Arguments.of(arguments, parameters));
        } catch (WrongCallException
                | FilterSyntaxException
                | StoreException
                | NotFoundException
                | TookTooLongException wrong) {
            return ToolAnswer.wrong(String.valueOf(wrong.getMessage()));
        }
    }
}
