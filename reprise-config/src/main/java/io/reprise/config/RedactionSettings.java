package io.reprise.config;

import io.reprise.config.text.YamlValue;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.json.JsonPath;
import io.reprise.core.pattern.RegularExpression;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.redact.search.KnownCredentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The handling of credentials before anything is written.
 *
 * @param patterns of further credentials
 * @param allowed patterns of values that are no credentials, although they look like some
 * @param members of bodies that are always masked
 */
public record RedactionSettings(
        Policy policy, List<RegularExpression> patterns, List<RegularExpression> allowed, List<JsonPath> members) {
    static final RedactionSettings DEFAULT = new RedactionSettings(Policy.REFUSE, List.of(), List.of(), List.of());

    private static final List<String> MEMBERS = List.of("credentials", "patterns", "allow", "members");

    public RedactionSettings {
        patterns = List.copyOf(patterns);
        allowed = List.copyOf(allowed);
        members = List.copyOf(members);
    }

    static RedactionSettings read(YamlValue value) {
        if (value.isList()) {
            throw value.wrong("'redact' must be refuse, mask or members such as 'credentials: mask', not a list");
        }
        if (value.isText()) {
            return new RedactionSettings(policy("redact", value), List.of(), List.of(), List.of());
        }
        Map<String, YamlValue> members = value.members("redact", MEMBERS);
        return new RedactionSettings(
                Optional.ofNullable(members.get("credentials"))
                        .map(policy -> policy("credentials", policy))
                        .orElse(Policy.REFUSE),
                items(members, "patterns", RegularExpression::of),
                items(members, "allow", RegularExpression::of),
                items(members, "members", text -> Redaction.member(JsonPath.parse(text))));
    }

    private static <T> List<T> items(Map<String, YamlValue> members, String name, Function<String, T> reading) {
        return Optional.ofNullable(members.get(name)).map(list -> list.items(name)).orElse(List.of()).stream()
                .map(item -> read(item, name, reading))
                .toList();
    }

    private static <T> T read(YamlValue item, String name, Function<String, T> reading) {
        String text = item.text(YamlValue.itemOf(name));
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException wrong) {
            String reason =
                    String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
            throw item.wrong(Quoted.of(text) + " cannot be among '" + name + "': " + reason);
        }
    }

    private static Policy policy(String name, YamlValue value) {
        String text = value.text(name);
        return switch (text) {
            case "mask" -> Policy.MASK;
            case "refuse" -> Policy.REFUSE;
            default -> throw value.wrong(Quoted.of(text) + " is neither refuse nor mask");
        };
    }

    /** The same, with another policy. */
    RedactionSettings with(Policy other) {
        return new RedactionSettings(other, patterns, allowed, members);
    }

    /** @param known that are searched for as they are */
    Redaction redaction(KnownCredentials known) {
        return new Redaction(policy, patterns, allowed, members).knowing(known);
    }
}
