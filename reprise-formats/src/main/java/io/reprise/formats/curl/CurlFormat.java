package io.reprise.formats.curl;

import io.reprise.formats.Format;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Curl commands with their answers: in a file beside the command, or below it, as a terminal shows it. */
public final class CurlFormat implements Format {
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
        return isCommand(root, file)
                || FilesBeside.commands(file).stream()
                        .anyMatch(command -> isCommand(root, command) && new FilesBeside(root, command).has(file));
    }

    @Override
    public Source open(Path path) {
        return new CurlSource(path, SourceFiles.under(path, file -> isCommand(path, file) || file.equals(path)));
    }

    /** In a directory, a script that is more than one call is none of ours: it may build the project. */
    private static boolean isCommand(Path root, Path file) {
        String name = name(file);
        boolean isNamed = file.equals(root) && !name.endsWith(".txtar");
        if (name.endsWith(FilesBeside.COMMAND)) {
            return true;
        }
        if (!name.endsWith(FilesBeside.SCRIPT) && !isNamed
                || !SourceFiles.begins(root, file, BEGINNING, CurlTranscript::mayBeIn)) {
            return false;
        }
        return name.endsWith(FilesBeside.SCRIPT)
                        && (isNamed || new FilesBeside(root, file).answer().isPresent())
                || isOneCall(root, file);
    }

    private static boolean isOneCall(Path root, Path file) {
        try {
            for (CurlTranscript shown : CurlTranscript.of(SourceFiles.text(root, file))) {
                CurlCall.parse(shown, any -> Optional.of(""));
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

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
