package io.reprise.core.family;

import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** What the parts of a request are. Paths are such as {@code messages[1].content}. */
public interface RequestWords {
    /** The members that hold what is asked, in the order in which they are looked for. */
    List<String> questions();

    /** Whether the value at {@code path} is what the model reads, rather than a setting. */
    boolean isContent(String path);

    /** Whether the text at {@code path} is one that is read, so that its words are shown rather than its value. */
    boolean isProse(String path);

    /** Whether the value at {@code path} is the list of tools, or what has the list in it. */
    boolean isTools(String path);

    /** The tools of such a list, one by one, also where the API has them in groups. */
    default List<Json> tools(Json list) {
        return list.items();
    }

    /** The name by which a person knows a tool. */
    Optional<String> toolName(Json tool);
}
