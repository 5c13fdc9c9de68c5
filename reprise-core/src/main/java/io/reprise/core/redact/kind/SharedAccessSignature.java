package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import io.reprise.core.redact.format.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The signature in a URL that gives access to a store or starts a workflow: {@code …?sv=…&sig=…}. */
final class SharedAccessSignature implements CredentialKind {
    private static final Pattern PATTERN =
            Pattern.compile("sig=((?:[A-Za-z0-9+/_-]|%2[BbFf]|\\\\+/){40,60}+(?:%3[Dd]|=|\\\\+u003d)?)");

    /** A link to one file that can be read for some hours is an answer's way to deliver the file, such as an image. */
    private static final Duration LINK = Duration.ofHours(3);

    private static final int SURROUNDINGS = 600;
    private static final Pattern MEMBER = Pattern.compile("[?&;](st|se|sp|sr)=([^&\\s\"'\\\\;]{1,40})");

    @Override
    public String name() {
        return "shared access signature";
    }

    @Override
    public List<String> markers() {
        return List.of("sig=");
    }

    @Override
    public void find(String text, int at, Places places) {
        Matcher matcher = PATTERN.matcher(text);
        if (Surroundings.isStart(text, at)
                && (at == 0 || text.charAt(at - 1) != '_' && text.charAt(at - 1) != '-')
                && matcher.region(at, text.length()).lookingAt()
                && Examples.looksRandom(matcher.group(1))
                && !isLink(text, at, matcher.end())) {
            places.credential(matcher.start(1), matcher.end(1));
        }
    }

    private static boolean isLink(String text, int at, int end) {
        String members = text.substring(Math.max(0, at - SURROUNDINGS), Math.min(text.length(), end + SURROUNDINGS))
                .replaceAll("\\\\+u0026|&amp;", "&")
                .replace("%3A", ":");
        int start = Math.max(members.lastIndexOf("://", Math.min(at, SURROUNDINGS)), 0);
        Matcher matcher = MEMBER.matcher(members).region(start, members.length());
        Optional<Instant> from = Optional.empty();
        Optional<Instant> to = Optional.empty();
        boolean isRead = false;
        boolean isFile = false;
        while (matcher.find()) {
            switch (matcher.group(1)) {
                case "st" -> from = instant(matcher.group(2));
                case "se" -> to = instant(matcher.group(2));
                case "sp" -> isRead = matcher.group(2).equals("r");
                default -> isFile = matcher.group(2).equals("b");
            }
        }
        return isRead
                && isFile
                && from.isPresent()
                && to.isPresent()
                && Duration.between(from.get(), to.get()).compareTo(LINK) <= 0;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException isNone) {
            return Optional.empty();
        }
    }
}
