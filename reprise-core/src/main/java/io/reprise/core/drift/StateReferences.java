package io.reprise.core.drift;

import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds in a request what only the upstream has: an earlier answer, a conversation, a file. The names are those of members of all APIs.
 */
final class StateReferences {
    /** Of members whose value, a text or several, is an id that an upstream has made up. */
    private static final Set<String> NAMES = Set.of(
            "assistant_id",
            "batch_id",
            "cachedContent",
            "cached_content",
            "container",
            "container_id",
            "conversation",
            "conversation_id",
            "file_id",
            "file_ids",
            "input_file_id",
            "previous_interaction_id",
            "previous_response_id",
            "thread_id",
            "vector_store_id",
            "vector_store_ids");

    /** A URL in them may also lead elsewhere. */
    private static final Set<String> FILE_URLS = Set.of("fileUri", "file_uri");

    private static final String OF_FILES = "/files/";

    /** What is within them has names that a program has chosen. */
    private static final Set<String> OF_PROGRAMS = Set.of(
            "args",
            "arguments",
            "inputSchema",
            "input_schema",
            "json_schema",
            "metadata",
            "parameters",
            "parametersJsonSchema",
            "properties",
            "responseJsonSchema",
            "responseSchema",
            "schema");

    /** @param name of the member that has it */
    record Reference(String name, String id) {}

    private StateReferences() {}

    /** The first that is found. */
    static Optional<Reference> first(Json body) {
        Deque<Json> left = new ArrayDeque<>(List.of(body));
        while (!left.isEmpty()) {
            Json value = left.remove();
            Optional<Reference> found = ofItem(value)
                    .or(() -> value.members().stream()
                            .flatMap(member -> of(member).stream())
                            .findFirst());
            if (found.isPresent()) {
                return found;
            }
            value.members().stream()
                    .filter(member -> !isOfProgram(member))
                    .map(Json.Member::value)
                    .forEach(left::add);
            left.addAll(value.items());
        }
        return Optional.empty();
    }

    /** The arguments of a call are {@code input} in some APIs, and the messages are in others. */
    private static boolean isOfProgram(Json.Member member) {
        return OF_PROGRAMS.contains(member.name())
                || member.name().equals("input") && member.value() instanceof Json.JsonObject;
    }

    private static Optional<Reference> of(Json.Member member) {
        if (FILE_URLS.contains(member.name())) {
            return member.value()
                    .string()
                    .filter(url -> url.contains(OF_FILES))
                    .map(url -> new Reference(member.name(), url));
        }
        return NAMES.contains(member.name())
                ? ids(member.value())
                        .map(id -> new Reference(member.name(), id))
                        .findFirst()
                : Optional.empty();
    }

    /** A text, some texts, or an object with an id. */
    private static Stream<String> ids(Json value) {
        return Stream.of(Stream.of(value), value.items().stream(), value.get("id").stream())
                .flatMap(values -> values)
                .flatMap(each -> each.string().stream())
                .filter(id -> !id.isBlank());
    }

    /** An item that stands for one of an earlier answer: by its type, or as reasoning that only the upstream has. */
    private static Optional<Reference> ofItem(Json value) {
        String type = value.text("type");
        boolean isReference = type.equals("item_reference")
                || type.equals("reasoning") && value.text("encrypted_content").isEmpty();
        return Optional.of(value.text("id"))
                .filter(id -> isReference && !id.isEmpty())
                .map(id -> new Reference(type, id));
    }
}
