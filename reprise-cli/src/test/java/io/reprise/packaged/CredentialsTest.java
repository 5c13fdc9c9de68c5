package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.redact.Canaries;
import io.reprise.packaged.PackagedProgram.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials of clients and of the configuration in all that is given to commands: none is in what they print and write. */
@Slow
class CredentialsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ANSWER = """
            data: {"id":"1","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    @TempDir
    Path directory = Path.of("");

    private final List<String> said = new ArrayList<>();

    private final Canaries canaries = new Canaries(new Random().nextLong());
    private final String token = canaries.of("token.");
    private final String ofUpstream = canaries.of("up+");
    private final String ofProxy = canaries.of("proxy-");
    private final String own = canaries.of("own/");
    private final String ofForm = canaries.ofKnownForm();
    private final Map<String, String> environment = Map.of(
            "EXAMPLE_UPSTREAM_KEY",
            ofUpstream,
            "HTTPS_PROXY",
            "http://me:" + ofProxy + "@127.0.0.1:1",
            "REPRISE_TOKEN",
            token);

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "mask"})
    void areInNothingThatCommandsPrintAndWrite(String policy) throws Exception {
        try (FakeApi api = new FakeApi(ANSWER)) {
            Files.writeString(directory.resolve("reprise.yaml"), """
                    redact: %s
                    upstreams:
                      - url: %s
                        headers:
                          x-more: ${EXAMPLE_UPSTREAM_KEY}
                    """.formatted(policy, api.url()));
            serve("record-if-missing");
        }
        serve("replay");
        run("list");
        run("lint");

        said.forEach(text -> canaries.assertNoneIn("what a command said", text));
        assertNoneInFiles();
    }

    private void serve(String mode) throws Exception {
        try (PackagedProgram program =
                PackagedProgram.start(directory, environment, "serve", "-v", "--port", "0", "--mode", mode)) {
            for (String canary : List.of(token, ofUpstream, ofProxy, own, ofForm)) {
                ask(program, CHAT, chat("my key is " + canary + ", keep it"));
                ask(program, CHAT, chat("hi").replace("\"m\"", "\"" + canary + "\""));
                ask(program, "/v1/files/" + Canaries.percentEncoded(canary) + "/x", "{}");
                ask(program, "/t/" + Canaries.percentEncoded(canary) + CHAT, chat("hi"));
                ask(program, "/u/" + Canaries.percentEncoded(canary) + CHAT, chat("hi"));
                ask(program, CHAT, chat("in base64 " + Canaries.base64("key: " + canary)));
            }
            ask(program, CHAT, chat("hello"));
            ask(program, CHAT + "?x=" + Canaries.percentEncoded(own), chat("hello"));
            for (String path : List.of("report", "misses", "recordings", "health")) {
                said.add(program.get("/__reprise/" + path + "?x-reprise-token=" + Canaries.percentEncoded(token))
                        .body());
            }
            keep(program.stop());
        }
    }

    private void ask(PackagedProgram program, String path, String body) throws Exception {
        var answer = program.post(
                path, body, "authorization", "Bearer " + own, "x-reprise-token", token, "x-custom", ofForm);
        said.add(answer.headers().map() + answer.body());
    }

    private void run(String... command) throws Exception {
        try (PackagedProgram program = PackagedProgram.start(directory, environment, command)) {
            keep(program.end());
        }
    }

    private void keep(Ended ended) {
        said.addAll(ended.out());
        said.addAll(ended.err());
    }

    private void assertNoneInFiles() throws IOException {
        Files.delete(directory.resolve("reprise.yaml"));
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(2);
            for (Path file : all) {
                canaries.assertNoneIn(
                        "the name of a file", directory.relativize(file).toString());
                if (Files.isRegularFile(file)) {
                    canaries.assertNoneIn(file.toString(), text(file));
                }
            }
        }
    }

    /** Also of what is packed, such as the records of runs. */
    private static String text(Path file) throws IOException {
        try (InputStream plain = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(plain) : plain) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String chat(String prompt) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }
}
