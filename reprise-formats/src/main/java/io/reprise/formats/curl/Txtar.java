package io.reprise.formats.curl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text archive as the Go project defines it (pkg.go.dev/golang.org/x/tools/txtar): a comment, then files, each after
 * a line {@code -- name --}. There is no quoting and no syntax error.
 *
 * @param files in their order; names may occur twice, and then the last counts
 */
record Txtar(String comment, List<Entry> files) {
    private static final String MARK = "-- ";
    private static final String MARK_END = " --";

    /** One file; {@code text} ends with a line end unless it is empty. */
    record Entry(String name, String text) {}

    static Txtar parse(String source) {
        List<Entry> files = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Optional<String> name = Optional.empty();
        String comment = "";
        for (int start = 0; start < source.length(); ) {
            int newline = source.indexOf('\n', start);
            int end = newline < 0 ? source.length() : newline + 1;
            String line = source.substring(start, end);
            Optional<String> marked = marker(line);
            if (marked.isPresent()) {
                comment = name.isEmpty() ? text.toString() : comment;
                name.ifPresent(open -> files.add(new Entry(open, text.toString())));
                text.setLength(0);
                name = marked;
            } else {
                text.append(line).append(newline < 0 ? "\n" : "");
            }
            start = end;
        }
        if (name.isEmpty()) {
            return new Txtar(text.toString(), files);
        }
        files.add(new Entry(name.get(), text.toString()));
        return new Txtar(comment, files);
    }

    /** The name in a marker line; a CR before the LF is allowed, as in Go. */
    private static Optional<String> marker(String line) {
        String bare = line.replaceFirst("\r?\n$", "");
        if (!bare.startsWith(MARK) || !bare.endsWith(MARK_END) || bare.length() < MARK.length() + MARK_END.length()) {
            return Optional.empty();
        }
        String name =
                bare.substring(MARK.length(), bare.length() - MARK_END.length()).trim();
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    Optional<String> file(String name) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .reduce((first, second) -> second)
                .map(Entry::text);
    }
}
