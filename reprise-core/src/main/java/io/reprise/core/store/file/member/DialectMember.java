package io.reprise.core.store.file.member;

import io.reprise.core.exchange.Dialect;
import io.reprise.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The member {@code dialect}: the properties in which chunks differ from the simplest spelling of their format. */
public final class DialectMember {
    public static final String NAME = "dialect";

    private DialectMember() {}

    public static Json value(Dialect dialect) {
        List<Json.Member> members = dialect.properties().entrySet().stream()
                .map(property -> new Json.Member(property.getKey(), new Json.JsonString(property.getValue())))
                .toList();
        return new Json.JsonObject(members);
    }

    /** The dialect that {@code holder} names, or {@code usual} if it names none. */
    public static Dialect read(FileValue holder, Dialect usual) {
        Optional<FileValue> value = holder.get(NAME);
        if (value.isEmpty()) {
            return usual;
        }
        Map<String, String> properties = new LinkedHashMap<>();
        value.get()
                .members()
                .forEach(member -> properties.put(member.name(), member.value().text()));
        return new Dialect(properties);
    }
}
