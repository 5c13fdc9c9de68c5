package io.reprise.config;

import io.reprise.config.text.YamlValue;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.key.KeyRule;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.PaceRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content of {@code reprise.yaml}, as docs/configuration.md describes it.
 *
 * @param redaction empty if the file has none
 */
record ConfigurationFile(
        Map<Setting, ChosenValue> settings,
        List<UpstreamEntry> upstreams,
        List<KeyRule> rules,
        AnswerRules answers,
        Optional<RedactionSettings> redaction) {
    static final String NAME = "reprise.yaml";

    /** An empty configuration. */
    static final ConfigurationFile NONE =
            new ConfigurationFile(Map.of(), List.of(), List.of(), AnswerRules.NONE, Optional.empty());

    private static final List<String> OTHER_MEMBERS =
            List.of("upstreams", "rules", "paces", "faults", "prices", "redact", "limits", "timeouts");

    /** Settings that have these as the first part of their names are members of an object of that name. */
    private static final List<String> GROUPS = List.of("limits", "timeouts");

    ConfigurationFile {
        settings = Map.copyOf(settings);
        upstreams = List.copyOf(upstreams);
        rules = List.copyOf(rules);
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it is missing or wrong; the message names the line
     * @throws UncheckedIOException if it cannot be read
     */
    static ConfigurationFile read(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("there is no configuration file '" + path + "'; correct --config");
        }
        try {
            String text = Files.readString(path);
            return parse(path, text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("'" + path + "' is not UTF-8 text; save it as UTF-8", malformed);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the configuration file '" + path + "'", failed);
        }
    }

    /** @param path of the file: paths in it are relative to its directory */
    static ConfigurationFile parse(Path path, String text) {
        Optional<YamlValue> document = YamlValue.parse(path.toString(), text);
        if (document.isEmpty()) {
            return NONE;
        }
        List<String> known = new ArrayList<>(Setting.membersUnder(""));
        known.addAll(OTHER_MEMBERS);
        Map<String, YamlValue> members = document.get().members("reprise.yaml", known, ConfigurationFile::elsewhere);
        Map<Setting, ChosenValue> settings = new EnumMap<>(Setting.class);
        members.forEach((name, value) ->
                Setting.ofMember(name).ifPresent(setting -> settings.put(setting, chosen(path, setting, name, value))));
        for (String group : GROUPS) {
            Optional.ofNullable(members.get(group))
                    .ifPresent(its -> its.members(
                                    group, Setting.membersUnder(group + "."), ConfigurationFile::elsewhere)
                            .forEach((name, value) -> {
                                Setting setting =
                                        Setting.ofMember(group + "." + name).orElseThrow();
                                settings.put(setting, chosen(path, setting, name, value));
                            }));
        }
        return new ConfigurationFile(
                settings,
                items(members, "upstreams").map(UpstreamEntry::read).toList(),
                rules(members, "rules", KeyRule::parse),
                new AnswerRules(
                        rules(members, "paces", PaceRule::parse),
                        rules(members, "faults", FaultRule::parse),
                        items(members, "prices").map(PriceEntry::read).toList()),
                Optional.ofNullable(members.get("redact")).map(RedactionSettings::read));
    }

    /** What to say about the name of a member that belongs elsewhere. */
    private static Optional<String> elsewhere(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        String last = plain.substring(plain.lastIndexOf('.') + 1);
        if (plain.equals("token")) {
            return Optional.of("'token' cannot be in this file, because files are committed; set "
                    + Setting.TOKEN.variable() + " in the environment");
        }
        if (OTHER_MEMBERS.contains(last) || Setting.ofMember(last).isPresent()) {
            return Optional.of(last)
                    .filter(any -> !plain.contains(".") && plain.equals(name))
                    .map(any -> "'" + name + "' is not a setting here; write it at the beginning of a line");
        }
        return GROUPS.stream()
                .filter(group -> Setting.membersUnder(group + ".").contains(last))
                .findFirst()
                .map(group -> Quoted.of(name) + " is a member of '" + group + "'; write '" + group
                        + ":' and under it '  " + last + ": …'");
    }

    private static ChosenValue chosen(Path path, Setting setting, String name, YamlValue value) {
        String text = setting.separator().isPresent() && value.isList()
                ? value.items(name).stream()
                        .map(item -> RuleMembers.line(setting, name, item))
                        .collect(Collectors.joining(setting.separator().get()))
                : setting.separator().isPresent() ? value.textOrList(name) : value.text(name);
        ChosenValue named = new ChosenValue(text, value.place() + ": " + setting.label()).checked(setting);
        ChosenValue chosen = new ChosenValue(named.text(), value.place());
        boolean isPath = setting.isPath()
                && !chosen.text().isEmpty()
                && !RecordingsLocation.isUrl(chosen.text())
                && !chosen.text().startsWith("~");
        return isPath ? new ChosenValue(path.resolveSibling(chosen.text()).toString(), chosen.origin()) : chosen;
    }

    private static Stream<YamlValue> items(Map<String, YamlValue> members, String name) {
        return Optional.ofNullable(members.get(name)).stream().flatMap(value -> value.items(name).stream());
    }

    private static <T> List<T> rules(Map<String, YamlValue> members, String name, Function<String, T> parsing) {
        return items(members, name).map(item -> rule(item, name, parsing)).toList();
    }

    private static <T> T rule(YamlValue item, String name, Function<String, T> parsing) {
        try {
            return parsing.apply(item.text(YamlValue.itemOf(name)));
        } catch (IllegalArgumentException wrong) {
            throw wrong.getMessage() != null && wrong.getMessage().startsWith(item.place())
                    ? wrong
                    : item.wrong(String.valueOf(wrong.getMessage()));
        }
    }
}
