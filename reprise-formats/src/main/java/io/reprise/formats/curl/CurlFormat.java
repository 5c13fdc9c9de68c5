package io.reprise.formats.curl;

import io.reprise.formats.Format;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Curl commands with their answers: in a file beside the command, or below it, as a terminal shows it. */
public final class CurlFormat implements Format {
    private static final List<String> ANSWERS = List.of(".response", ".json", ".sse", ".txt");
    private static final String COMMAND = ".curl";
    private static final String SCRIPT = ".sh";
    private static final int BEGINNING = 4 << 10;

    @Override
    public String name() {
        return "curl";
    }

    @Override
    public boolean recognises(Path path) {
        return SourceFiles.anyUnder(path, file -> isCommand(path, file));
    }

    @Override
    public boolean claims(Path root, Path file) {
        return isCommand(root, file) || isAnswer(root, file);
    }

    @Override
    public Source open(Path path) {
        return new CurlSource(path, SourceFiles.under(path, file -> isCommand(path, file) || file.equals(path)));
    }

    /** In a directory, a script that is more than one call is none of ours: it may build the project. */
    private static boolean isCommand(Path root, Path file) {
        String name = name(file);
        boolean isNamed = file.equals(root) && !name.endsWith(".txtar");
        if (name.endsWith(COMMAND)) {
            return true;
        }
        if (!name.endsWith(SCRIPT) && !isNamed || !SourceFiles.begins(root, file, BEGINNING, CurlTranscript::mayBeIn)) {
            return false;
        }
        return name.endsWith(SCRIPT) && (isNamed || answer(file).isPresent()) || isOneCall(root, file);
    }

    private static boolean isOneCall(Path root, Path file) {
        try {
            for (CurlTranscript shown : CurlTranscript.of(SourceFiles.text(root, file))) {
                CurlCall.parse(shown.command(), any -> Optional.of(""));
                if (!shown.output().isBlank()
                        && !CurlOutput.shown(shown.output()).isAnswer()) {
                    return false;
                }
            }
            return true;
        } catch (IOException | CurlSyntaxException other) {
            return false;
        }
    }

    private static boolean isAnswer(Path root, Path file) {
        String name = name(file);
        return ANSWERS.stream().filter(name::endsWith).anyMatch(suffix -> {
            String stem = stem(file, suffix);
            return List.of(COMMAND, SCRIPT).stream()
                    .map(command -> file.resolveSibling(stem + command))
                    .filter(Files::isRegularFile)
                    .anyMatch(command ->
                            isCommand(root, command) && answer(command).equals(Optional.of(file)));
        });
    }

    /** The file beside a command that has its answer. */
    static Optional<Path> answer(Path command) {
        String stem = stem(command, name(command).endsWith(COMMAND) ? COMMAND : SCRIPT);
        return ANSWERS.stream()
                .map(suffix -> command.resolveSibling(stem + suffix))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static String stem(Path file, String suffix) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(suffix)
                ? name.substring(0, name.length() - suffix.length())
                : name;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
