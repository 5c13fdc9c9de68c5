package io.reprise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/troubleshooting.md has each message that people meet at the start, in settings, rules and misses, and no other. */
class TroubleshootingPageTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Where messages are thrown that reach people. */
    private static final Pattern SEEN = Pattern.compile(
            ".*/(config/(text/)?[A-Z]|cli/(?!child/|verify/|project/Project)|server/(tls|upstream|client|forward|routing|control)/|server/ServerSettings|server/(access/AllowedOrigin|network/(NetworkTransport|TimeLimit)|connection/ServerTls)"
                    + "|core/(store|key|plan|pattern|recording)/|core/replay/(fault|pace)/|core/redact/Redaction|formats/Formats|postgres/|sigv4/).*");

    /** Wrong use by other code of the program, or a platform that is none. */
    private static final Pattern INTERNAL = Pattern.compile(
            ".*(every Java|count from 1, not|is not in the program|would never be found|64 lower-case|no signals on this system|two routes for"
                    + "|page cannot be read|within a day|no client waits for the answer|interrupted|of the program|is missing in this program|its place is taken|it is a link, or not a file).*",
            Pattern.DOTALL);

    private static final int ENOUGH = 45;

    @Test
    void eachMessageOnThePageIsOneOfTheProgram() throws IOException {
        List<String> said = JavaSources.all().stream().map(Messages::said).toList();

        List<String> unknown = page().lines()
                .takeWhile(line -> !line.equals("## There is no message"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ", 2)))
                .flatMap(cell -> CODE.matcher(cell).results().map(found -> found.group(1)))
                .filter(message ->
                        said.stream().noneMatch(text -> Messages.pieces(message).allMatch(text::contains)))
                .toList();

        assertThat(unknown).as("on the page, and not in the program").isEmpty();
    }

    @Test
    void eachMessageOfTheProgramIsOnThePage() throws IOException {
        String page = page();

        List<String> missing = JavaSources.all().stream()
                .filter(source -> SEEN.matcher(source.toString()).matches())
                .flatMap(source -> Messages.thrown(source).stream()
                        .filter(message -> !INTERNAL.matcher(message).matches())
                        .filter(message -> !isOn(page, message))
                        .map(message -> source.getFileName() + ": " + message))
                .collect(Collectors.toList());

        assertThat(missing)
                .as("in the program, and not in docs/troubleshooting.md")
                .isEmpty();
    }

    /** If the page has a piece of it, or the beginning of a long piece. */
    private static boolean isOn(String page, String message) {
        List<String> pieces = Messages.pieces(message)
                .map(piece -> piece.strip().replaceFirst("^[':;,. ]+", "").replaceFirst("[':;,. ]+$", ""))
                .filter(piece -> piece.chars().filter(Character::isLetter).count() >= 6)
                .toList();
        return pieces.isEmpty()
                || pieces.stream()
                        .flatMap(piece -> piece.lines())
                        .anyMatch(piece -> page.contains(piece.substring(0, Math.min(ENOUGH, piece.length())))
                                || CODE.matcher(page)
                                        .results()
                                        .map(found -> found.group(1)
                                                .replace(Messages.HOLE, "")
                                                .strip())
                                        .anyMatch(code -> code.length() >= 8 && piece.contains(code)));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/troubleshooting.md"));
    }
}
