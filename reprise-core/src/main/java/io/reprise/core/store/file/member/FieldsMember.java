package io.reprise.core.store.file.member;

import io.reprise.core.exchange.PlainChunk.Field;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * The member {@code fields}: what a chunk says beside its event and its JSON, such as {@code {"id": "7"}}. A value that is
 * not a text names its type, such as {@code {"retries": {"integer": "3"}}}.
 */
public final class FieldsMember {
    private FieldsMember() {}

    public static Json value(List<Field> fields) {
        return new Json.JsonObject(fields.stream()
                .map(field -> new Json.Member(field.name(), value(field)))
                .toList());
    }

    private static Json value(Field field) {
        Json text = new Json.JsonString(field.value());
        return field.type().isEmpty() ? text : new Json.JsonObject(List.of(new Json.Member(field.type(), text)));
    }

    public static List<Field> read(FileValue chunk) {
        Optional<FileValue> fields = chunk.get("fields");
        return fields.isEmpty()
                ? List.of()
                : fields.get().members().stream().map(FieldsMember::field).toList();
    }

    private static Field field(FileValue.FileMember member) {
        if (!(member.value().json() instanceof Json.JsonObject)) {
            return Field.text(member.name(), member.value().text());
        }
        List<FileValue.FileMember> typed = member.value().members();
        if (typed.size() != 1) {
            throw member.value().wrong("is neither a text nor an object with a type and a value");
        }
        return new Field(
                member.name(), typed.get(0).name(), typed.get(0).value().text());
    }
}
