package io.reprise.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the marked blocks of each page in their order, against a scripted upstream: {@code starts} starts a server, {@code runs} is a
 * shell's script, {@code prints} has lines that the last script has printed, {@code logs} lines that the server has written.
 */
@Slow
class ScriptsInPagesTest {
    private static final List<String> MARKS = List.of("starts", "runs", "prints", "logs", "writes");

    @TempDir
    Path directory = Path.of("");

    @TestFactory
    Stream<DynamicTest> doWhatThePageSays() {
        return Page.all().stream()
                .filter(page -> page.blocks().stream().anyMatch(block -> MARKS.contains(block.mark())))
                .map(page -> DynamicTest.dynamicTest(page.name(), () -> run(page)));
    }

    private void run(Page page) throws Exception {
        try (PageSession session =
                new PageSession(directory.resolve(page.file().getFileName().toString()))) {
            for (Page.Block block : page.blocks()) {
                run(block, session, page + ":" + block.line());
            }
        }
    }

    private static void run(Page.Block block, PageSession session, String where) throws Exception {
        switch (block.mark()) {
            case "starts" -> session.start(block.text());
            case "runs" -> session.run(block.text());
            case "writes" -> session.write(block.text());
            case "prints" -> assertHasLines(session.printed(), block.lines(), where);
            case "logs" -> assertHasLines(session.logged(log -> hasLines(log, block.lines())), block.lines(), where);
            default -> {}
        }
    }

    private static void assertHasLines(String text, List<String> lines, String where) {
        for (String line : lines) {
            assertThat(text.lines()).as(where).anyMatch(said -> isLike(said, line));
        }
    }

    private static boolean hasLines(String text, List<String> lines) {
        return lines.stream().allMatch(line -> text.lines().anyMatch(said -> isLike(said, line)));
    }

    /** {@code …} stands for any text, and a time for any other. */
    private static boolean isLike(String said, String line) {
        return Stream.of(line.strip().split("\u2026", -1))
                .map(part -> Stream.of(part.split("[0-9.]+ms", -1))
                        .map(Pattern::quote)
                        .reduce((one, other) -> one + "[0-9.]+ms" + other)
                        .orElse(""))
                .reduce((one, other) -> one + ".*" + other)
                .filter(said.strip()::matches)
                .isPresent();
    }
}
