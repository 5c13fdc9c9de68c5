package io.reprise.formats.curl;

import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The files beside that of a command which have its name: its answer, and what it reads. */
record FilesBeside(Path root, Path command) {
    static final String COMMAND = ".curl";
    static final String SCRIPT = ".sh";

    /** The first is the answer where there are several. */
    private static final List<String> SUFFIXES = List.of(".response", ".json", ".sse", ".txt");

    /** The files beside {@code file} that may have the command of which it is the answer, or which reads it. */
    static List<Path> commands(Path file) {
        return SUFFIXES.stream()
                .filter(suffix -> !stem(file, suffix).equals(name(file)))
                .flatMap(suffix ->
                        List.of(COMMAND, SCRIPT).stream().map(end -> file.resolveSibling(stem(file, suffix) + end)))
                .filter(Files::isRegularFile)
                .toList();
    }

    /** The file that has the answer. No file that the command reads is its answer, nor what it writes beside that. */
    Optional<Path> answer() {
        List<Path> candidates = candidates();
        Set<String> others = candidates.isEmpty() ? Set.of() : others();
        return candidates.stream().filter(file -> !isOneOf(others, file)).findFirst();
    }

    /** Whether it is the answer, or named by the command. */
    boolean has(Path file) {
        return answer().equals(Optional.of(file)) || isOneOf(others(), file);
    }

    private List<Path> candidates() {
        String stem = stem(command, name(command).toLowerCase(Locale.ROOT).endsWith(COMMAND) ? COMMAND : SCRIPT);
        return SUFFIXES.stream()
                .map(suffix -> command.resolveSibling(stem + suffix))
                .filter(Files::isRegularFile)
                .toList();
    }

    /** Names in the command of what is no answer; none where it is not understood. */
    private Set<String> others() {
        try {
            return CurlTranscript.of(SourceFiles.text(root, command)).stream()
                    .flatMap(call -> othersOf(call).stream())
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    private static Set<String> othersOf(CurlTranscript call) {
        try {
            return CurlCall.parse(call, any -> Optional.of("")).otherFiles();
        } catch (CurlSyntaxException unclear) {
            return Set.of();
        }
    }

    private boolean isOneOf(Set<String> names, Path file) {
        return names.stream().anyMatch(name -> isFile(name, file));
    }

    private boolean isFile(String name, Path file) {
        try {
            Path named = command.resolveSibling(name);
            return Files.exists(named) && Files.isSameFile(named, file);
        } catch (IOException | InvalidPathException other) {
            return false;
        }
    }

    private static String stem(Path file, String suffix) {
        String name = name(file);
        return name.toLowerCase(Locale.ROOT).endsWith(suffix)
                ? name.substring(0, name.length() - suffix.length())
                : name;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
