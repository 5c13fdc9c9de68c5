package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A password on a command line, as in {@code curl -u user:password}. */
final class CommandPassword implements CredentialKind {
    private static final Pattern PATTERN = Pattern.compile(
            "(?:-u|--user|--proxy-user)[ =]\\\\*[\"']?[A-Za-z0-9._@%+-]{1,80}:([^\\s\"'`\\\\:/$]{6,200})(?=[\\s\"'`\\\\]|$)");

    @Override
    public String name() {
        return "password on a command line";
    }

    @Override
    public List<String> markers() {
        return List.of("-u ", "--user ", "--user=", "--proxy-user ");
    }

    @Override
    public void find(String text, int at, Places places) {
        Matcher matcher = PATTERN.matcher(text);
        boolean isOption = at > 0 && (Character.isWhitespace(text.charAt(at - 1)) || text.charAt(at - 1) == 'n');
        if (isOption
                && matcher.region(at, text.length()).lookingAt()
                && Examples.isPassword(matcher.group(1))
                && !matcher.group(1).chars().allMatch(Character::isDigit)) {
            places.credential(matcher.start(1), matcher.end(1));
        }
    }
}
