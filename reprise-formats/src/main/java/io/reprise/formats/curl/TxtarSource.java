package io.reprise.formats.curl;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.replay.fresh.AnswerDay;
import io.reprise.core.store.Recording;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.stream.StreamFormats;
import io.reprise.formats.BodyType;
import io.reprise.formats.Found;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One recording from each archive. */
final class TxtarSource implements Source {
    private static final String CALL = "req.sh";
    private static final String ANSWER = "response.json";

    private final Path root;
    private final List<Path> archives;

    TxtarSource(Path root, List<Path> archives) {
        this.root = root;
        this.archives = List.copyOf(archives);
    }

    @Override
    public int files() {
        return archives.size();
    }

    @Override
    public void forEach(Consumer<Found> visitor) {
        archives.forEach(archive -> visitor.accept(read(archive)));
    }

    private Found read(Path archive) {
        String origin = SourceFiles.origin(root, archive);
        try {
            return converted(Txtar.parse(SourceFiles.text(root, archive)), origin);
        } catch (IOException failed) {
            return new Found.Unreadable(origin, "it cannot be read: " + FileFailures.unreadable(failed));
        }
    }

    private static Found converted(Txtar archive, String origin) {
        Optional<String> script = archive.file(CALL);
        Optional<String> answer = archive.file(ANSWER);
        if (script.isEmpty() && answer.isEmpty()) {
            return new Found.LeftOut(origin, "it has no " + CALL);
        }
        if (script.isEmpty() || answer.isEmpty()) {
            return new Found.Unreadable(origin, "it has no " + (script.isEmpty() ? CALL : ANSWER));
        }
        try {
            Request request = CurlCall.parse(script.get(), archive::file).request();
            Optional<Response> response = response(answer.get());
            return response.<Found>map(
                            known -> new Found.Converted(origin, recording(new Exchange(request, known)), List.of()))
                    .orElseGet(() -> new Found.Unreadable(origin, ANSWER + " is neither an event stream nor JSON"));
        } catch (CurlSyntaxException unclear) {
            return new Found.Unreadable(origin, CALL + " is not supported: " + unclear.getMessage());
        }
    }

    private static Recording recording(Exchange exchange) {
        return new Recording(TestId.NONE, "", 1, exchange, AnswerDay.of(exchange));
    }

    private static Optional<Response> response(String body) {
        return BodyType.of(body)
                .map(type -> type.equals(BodyType.JSON)
                        ? Response.whole(200, type, Bytes.utf8(body))
                        : stream(type, StreamFormats.KNOWN.of(type), body));
    }

    private static Response stream(String contentType, StreamFormat format, String body) {
        List<Chunk> chunks =
                format.repair(body).stream().map(bytes -> new Chunk(0, bytes)).toList();
        return new Response(200, Headers.of("content-type", contentType), format, chunks, Ending.COMPLETE);
    }
}
