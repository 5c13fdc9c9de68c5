package io.reprise.formats.curl;

import io.reprise.core.exchange.Request;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedExchange;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A recording from each call. */
final class CurlSource implements Source {
    private static final Pattern SUFFIX = Pattern.compile("\\.(sh|curl)$", Pattern.CASE_INSENSITIVE);

    private final Path root;
    private final List<Path> commands;

    CurlSource(Path root, List<Path> commands) {
        this.root = root;
        this.commands = List.copyOf(commands);
    }

    @Override
    public int files() {
        return commands.size();
    }

    @Override
    public void forEach(Consumer<Found> visitor) {
        commands.forEach(command -> read(command).forEach(visitor));
    }

    private List<Found> read(Path command) {
        String origin = SourceFiles.origin(root, command);
        List<CurlTranscript> calls;
        try {
            calls = CurlTranscript.of(SourceFiles.text(root, command));
        } catch (IOException failed) {
            return List.of(new Found.Unreadable(origin, "it cannot be read: " + FileFailures.unreadable(failed)));
        }
        boolean isAlone = calls.stream().filter(call -> call.output().isBlank()).count() == 1;
        List<Found> found = new ArrayList<>();
        for (CurlTranscript call : calls) {
            String part = calls.size() == 1 ? origin : origin + "#" + (found.size() + 1);
            found.add(Found.orReason(part, () -> found(call, command, part, isAlone)));
        }
        return found;
    }

    /** A file that a command names, such as the body after {@code -d @}. */
    private Optional<String> text(Path command, String name) {
        try {
            return Optional.of(SourceFiles.text(root, command.resolveSibling(name)));
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }

    /** @param isAlone whether no other call of the file may have its answer in the file beside it */
    private Found found(CurlTranscript shown, Path command, String origin, boolean isAlone) {
        List<Loss> losses = new ArrayList<>();
        RecordedCall call = call(shown, command);
        RecordedAnswer answer = output(shown, command, isAlone).answer(call.method(), losses);
        return new RecordedExchange(call, answer, Optional.empty())
                .found(origin, SourceFiles.test(root, command, SUFFIX), losses);
    }

    private RecordedCall call(CurlTranscript shown, Path command) {
        try {
            CurlCall call = CurlCall.parse(shown, name -> text(command, name));
            Request request = call.request();
            String query = request.query().isEmpty() ? "" : "?" + request.query();
            return new RecordedCall(
                    request.method(), call.origin() + request.path() + query, request.headers(), request.body());
        } catch (CurlSyntaxException unclear) {
            throw new DocumentException("its command is not supported: " + unclear.getMessage());
        }
    }

    private CurlOutput output(CurlTranscript shown, Path command, boolean isAlone) {
        if (!shown.output().isBlank()) {
            return CurlOutput.shown(shown.output());
        }
        Path beside = new FilesBeside(root, command)
                .answer()
                .orElseThrow(() -> new NotImportedException(
                        "it has no answer; put what 'curl -i' writes beside it in a file with the suffix .response, or run it"
                                + " once against 'reprise serve --mode record'"));
        if (!isAlone) {
            throw new NotImportedException(
                    "it has no answer of its own: the file beside it may be that of another call of its file");
        }
        try {
            return CurlOutput.written(SourceFiles.bytes(root, beside));
        } catch (IOException failed) {
            throw new DocumentException("its answer cannot be read: " + FileFailures.unreadable(failed));
        }
    }
}
