package io.reprise.cli.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is done about credentials before anything is written.
 *
 * @param masks whether what looks like a credential is masked; otherwise the recording is refused
 * @param patterns regular expressions of further credentials
 * @param members paths of members of bodies that are always masked
 */
public record RedactionSettings(boolean masks, List<String> patterns, List<String> members) {
    public static final RedactionSettings DEFAULT = new RedactionSettings(false, List.of(), List.of());

    private static final List<String> MEMBERS = List.of("credentials", "patterns", "members");

    static RedactionSettings read(YamlValue value) {
        if (value.isText()) {
            return new RedactionSettings(masks(value), List.of(), List.of());
        }
        Map<String, YamlValue> members = value.members("redact", MEMBERS);
        return new RedactionSettings(
                Optional.ofNullable(members.get("credentials"))
                        .map(RedactionSettings::masks)
                        .orElse(false),
                texts(members, "patterns", java.util.regex.Pattern::compile),
                texts(members, "members", io.reprise.core.json.JsonPath::parse));
    }

    private static List<String> texts(Map<String, YamlValue> members, String name, Function<String, ?> check) {
        return Optional.ofNullable(members.get(name))
                .map(list -> list.items(name).stream()
                        .map(item -> checked(item, name, check))
                        .toList())
                .orElse(List.of());
    }

    private static String checked(YamlValue item, String name, Function<String, ?> check) {
        String text = item.text(name);
        try {
            check.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw item.wrong("'" + text + "' cannot be among '" + name + "': "
                    + String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""));
        }
        return text;
    }

    private static boolean masks(YamlValue value) {
        return switch (value.text("redact")) {
            case "mask" -> true;
            case "refuse" -> false;
            default -> throw value.wrong("'" + value.text("redact") + "' is neither refuse nor mask");
        };
    }
}
