package io.reprise.config;

import io.reprise.config.text.YamlValue;
import io.reprise.core.replay.rule.QuestionFilter;
import java.util.stream.Collectors;

/** A rule that is written as members, such as {@code path: /v1/files/*}, in the place of a line. */
final class RuleMembers {
    private RuleMembers() {}

    /**
     * The line that the item stands for; an item that is a text is a line already.
     *
     * @param name of the list
     * @throws IllegalArgumentException if a member is unknown or no line can hold it; the message names the line of the file
     */
    static String line(Setting setting, String name, YamlValue item) {
        boolean isRule = setting == Setting.ASK_AGAIN || setting == Setting.NEVER_KEEP;
        if (item.isText() || !isRule) {
            return item.text(YamlValue.itemOf(name));
        }
        return item.members(YamlValue.itemOf(name), QuestionFilter.NAMES).entrySet().stream()
                .map(member -> member.getKey() + "=\"" + value(member.getValue(), member.getKey()) + '"')
                .collect(Collectors.joining(","));
    }

    private static String value(YamlValue value, String name) {
        String text = value.text(name);
        if (text.contains("\"")) {
            throw value.wrong("the value of '" + name + "' cannot have a double quote");
        }
        return text;
    }
}
