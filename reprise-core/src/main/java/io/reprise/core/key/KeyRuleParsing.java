package io.reprise.core.key;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonPath;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and writes the text of rules. */
final class KeyRuleParsing {
    private static final String IN = "(?:\\s+in\\s+(?<in>\\$.*))?";
    private static final Pattern LEAVE_OUT = Pattern.compile("leave\\s+out\\s+(?<path>\\$.*)");
    private static final Pattern REPLACE = Pattern.compile("replace\\s+(?<what>/(?:[^/\\\\]|\\\\.)++/|[^\\s/]+)"
            + "(?:\\s+with\\s+(?<with>\"(?:[^\"\\\\]|\\\\.)*+\"|\\S.*?))?" + IN);
    private static final Pattern ROUND = Pattern.compile("round\\s+to\\s+(?<places>[0-9]{1,4})\\s+places?" + IN);
    private static final Pattern HEADER = Pattern.compile("include\\s+header\\s+(?<name>\\S+)");
    private static final Pattern SOUND = Pattern.compile("include\\s+sound");
    private static final Pattern BYTES = Pattern.compile("leave\\s+out\\s+bytes");
    private static final Pattern PLAIN_REPLACEMENT = Pattern.compile("[^\\s\"](?:(?! in \\$)[^\\p{Cntrl}])*+(?<!\\s)");

    private KeyRuleParsing() {}

    static KeyRule parse(String text) {
        Matcher leaveOut = LEAVE_OUT.matcher(text);
        Matcher replace = REPLACE.matcher(text);
        Matcher round = ROUND.matcher(text);
        Matcher header = HEADER.matcher(text);
        try {
            if (leaveOut.matches()) {
                return new KeyRule.LeaveOut(JsonPath.parse(leaveOut.group("path")));
            }
            if (replace.matches()) {
                TextPattern pattern = TextPattern.parse(replace.group("what"));
                return new KeyRule.Replace(pattern, replacement(replace, pattern), within(replace));
            }
            if (round.matches()) {
                return new KeyRule.Round(Integer.parseInt(round.group("places")), within(round));
            }
            if (header.matches()) {
                return new KeyRule.IncludeHeader(header.group("name"));
            }
            if (SOUND.matcher(text).matches()) {
                return new KeyRule.IncludeSound();
            }
            if (BYTES.matcher(text).matches()) {
                return new KeyRule.LeaveOutBytes();
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("in the rule " + Quoted.of(text) + ": " + wrong.getMessage(), wrong);
        }
        throw new IllegalArgumentException(
                Quoted.of(text) + " is not a rule; rules read 'leave out PATH',"
                        + " 'replace uuid|date|temp-path|/REGEX/ [with TEXT] [in PATH]', 'round to N places [in PATH]',"
                        + " 'include header NAME', 'include sound', 'leave out bytes', with paths such as $.metadata.request_id, $..timestamp or $.messages[*].name");
    }

    private static String replacement(Matcher replace, TextPattern pattern) {
        String with = replace.group("with");
        if (with == null) {
            return pattern.standIn();
        }
        if (!with.startsWith("\"")) {
            return with;
        }
        try {
            return Json.parse(with).string().orElseThrow();
        } catch (JsonSyntaxException broken) {
            throw new IllegalArgumentException(with + " is not a text in quotes, written as in JSON", broken);
        }
    }

    private static Optional<JsonPath> within(Matcher rule) {
        return Optional.ofNullable(rule.group("in")).map(JsonPath::parse);
    }

    static String in(Optional<JsonPath> within) {
        return within.map(path -> " in " + path).orElse("");
    }

    /** The text of a replacement after {@code with}; in quotes only if it could be misread otherwise. */
    static String quoted(String replacement) {
        return PLAIN_REPLACEMENT.matcher(replacement).matches()
                ? replacement
                : new Json.JsonString(replacement).write(Layout.COMPACT);
    }
}
