package io.reprise.core.store.directory;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store of any number of different questions with streamed answers, all in one directory, for measurements. */
public final class ManyRecordings {
    private ManyRecordings() {}

    /** Takes the directory, the number of recordings and, if it is not 5, the number of chunks in each. */
    public static void main(String... arguments) throws IOException {
        generate(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5);
    }

    /** Writes the files without waiting for the disk, which a store would do for each. */
    public static void generate(Path store, int count, int chunks) throws IOException {
        Files.createDirectories(store);
        RecordingPaths places = new RecordingPaths(store.toAbsolutePath().normalize());
        for (int number = 0; number < count; number++) {
            Recording recording = recording(number, chunks);
            Path file = places.placeOf(recording, question(number), Optional.empty());
            Files.write(file, RecordingFile.write(recording).toArray());
        }
    }

    public static Question question(int number) {
        return KeyRules.NONE.question(request(number), TestId.NONE);
    }

    /** The one that is asked by question {@code number}. */
    public static Request request(int number) {
        return Request.post(
                "/v1/chat/completions",
                "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":\"What is the square of "
                        + number + "?\"}],\"stream\":true}");
    }

    static Recording recording(int number, int chunks) {
        List<Chunk> answer = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            answer.add(Chunk.of(20L * i, event(number, (i == 0 ? "It is " + (long) number * number : " indeed"))));
        }
        answer.add(Chunk.of(20L * chunks, "data: [DONE]\n\n"));
        Response response = new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, answer, Ending.COMPLETE);
        return new Recording(TestId.NONE, "", 1, new Exchange(request(number), response));
    }

    private static String event(int number, String content) {
        return "data: {\"id\":\"chatcmpl-" + number + "\",\"object\":\"chat.completion.chunk\",\"created\":1716194078,"
                + "\"model\":\"llama3.2:1b\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content
                + "\"},\"finish_reason\":null}]}\n\n";
    }
}
