package io.reprise.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page in Markdown, as far as tests have to read it: headings, links and blocks of code. */
public final class Page {
    /** The directory of the source. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\((?<target>[^)\\s]+)\\)");
    private static final Pattern MARK = Pattern.compile("<!-- (?<mark>[a-z]+) -->");
    private static final String FENCE = "```";

    private static final List<String> DIRECTORIES =
            List.of("", "docs", "docs/decisions", "examples", "bench", "fuzz", "python", "js", "page-tests");

    /**
     * Code between fences, or an indented one.
     *
     * @param language the word after the fence; empty if there is none
     * @param mark what the comment in the line before says of it, such as {@code runs}; empty if there is none
     * @param line where it begins, from 1
     */
    public record Block(String language, String mark, int line, List<String> lines) {
        public Block {
            lines = List.copyOf(lines);
        }

        public String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> prose = new ArrayList<>();

    private Page(Path file) {
        this.file = file;
        read();
    }

    public static Page of(String name) {
        return new Page(ROOT.resolve(name));
    }

    /** All pages of the repository. */
    public static List<Page> all() {
        Stream<Path> projects = directories(ROOT.resolve("examples"));
        return Stream.concat(DIRECTORIES.stream().map(ROOT::resolve), projects)
                .flatMap(Page::within)
                .map(Page::new)
                .toList();
    }

    private static Stream<Path> directories(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Path> within(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public Path file() {
        return file;
    }

    public String name() {
        return ROOT.relativize(file).toString();
    }

    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    /** The text without blocks of code. */
    public List<String> prose() {
        return List.copyOf(prose);
    }

    /** Where its links and images lead to, as they are written. */
    public List<String> links() {
        return prose.stream()
                .flatMap(line ->
                        LINK.matcher(line.replaceAll("`[^`]*`", "`code`")).results())
                .map(found -> found.group(1))
                .toList();
    }

    /** What may follow {@code #} in links to it, as GitHub makes it of headings. */
    public Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new LinkedHashSet<>();
        for (String line : prose) {
            if (line.startsWith("#")) {
                String anchor = anchor(line.replaceFirst("^#+ *", ""));
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private void read() {
        String mark = "";
        List<String> lines = lines();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.stripLeading().startsWith(FENCE)) {
                int end = fenceAfter(lines, at);
                int indent = line.indexOf(FENCE);
                List<String> code = lines.subList(at + 1, end).stream()
                        .map(each -> each.substring(Math.min(indent, each.length())))
                        .toList();
                blocks.add(new Block(line.substring(indent + FENCE.length()).strip(), mark, at + 1, code));
                at = end;
                mark = "";
            } else if (line.startsWith("    ") && at > 0 && lines.get(at - 1).isBlank()) {
                int end = at;
                while (end < lines.size() && lines.get(end).startsWith("    ")) {
                    end++;
                }
                List<String> code =
                        lines.subList(at, end).stream().map(String::strip).toList();
                blocks.add(new Block("", mark, at + 1, code));
                at = end - 1;
                mark = "";
            } else {
                mark = Optional.of(MARK.matcher(line))
                        .filter(found -> found.matches())
                        .map(found -> found.group("mark"))
                        .orElse("");
                prose.add(line);
            }
        }
    }

    private static int fenceAfter(List<String> lines, int start) {
        for (int at = start + 1; at < lines.size(); at++) {
            if (lines.get(at).stripLeading().startsWith(FENCE)) {
                return at;
            }
        }
        throw new AssertionError("a fence is not closed: " + lines.get(start));
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
