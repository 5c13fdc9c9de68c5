package io.reprise.packaged;

import io.reprise.core.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A seed that holds a curl call and the answer to it.
 *
 * @param payloads what follows {@code data: }, event by event
 */
record TxtarSeed(String path, String body, List<String> payloads) {
    private static final String ANSWER = "-- response.json --\n";

    static TxtarSeed read(String name) throws IOException {
        String text = Files.readString(Seeds.original(name));
        String url = text.substring(text.indexOf("http://localhost:8000") + "http://localhost:8000".length());
        return new TxtarSeed(
                url.substring(0, url.indexOf(' ')),
                text.substring(text.indexOf("-d '") + 4, text.indexOf("'\n" + ANSWER)),
                payloads(text.substring(text.indexOf(ANSWER) + ANSWER.length())));
    }

    static List<String> payloads(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }
}
