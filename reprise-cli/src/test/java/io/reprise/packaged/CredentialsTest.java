package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.packaged.PackagedProgram.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials of clients and of the configuration in all that is given to commands: none is in what they print and write. */
class CredentialsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ANSWER = """
            data: {"id":"1","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    @TempDir
    Path directory = Path.of("");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<String> canaries = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    private final String token = canary("token.");
    private final String ofUpstream = canary("up+");
    private final String ofProxy = canary("proxy-");
    private final String own = canary("own/");
    private final String ofForm = canary("sk-" + "proj-") + letters(20);
    private final Map<String, String> environment = Map.of(
            "EXAMPLE_UPSTREAM_KEY",
            ofUpstream,
            "HTTPS_PROXY",
            "http://me:" + ofProxy + "@127.0.0.1:1",
            "REPRISE_TOKEN",
            token);

    private String canary(String beginning) {
        canaries.add(beginning + letters(20) + random.nextInt(10));
        return canaries.get(canaries.size() - 1);
    }

    private String letters(int length) {
        return random.ints(length, 0, 36)
                .mapToObj(i -> Character.toString("abcdefghijKLMNOPQRSTUVWXYZ0123456789".charAt(i)))
                .reduce("", String::concat);
    }

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

        said.forEach(text -> assertNoneIn("what a command said", text));
        assertNoneInFiles();
    }

    private void serve(String mode) throws Exception {
        try (PackagedProgram program =
                PackagedProgram.start(directory, environment, "serve", "-v", "--port", "0", "--mode", mode)) {
            for (String canary : List.of(token, ofUpstream, ofProxy, own, ofForm)) {
                ask(program, CHAT, chat("my key is " + canary + ", keep it"));
                ask(program, CHAT, chat("hi").replace("\"m\"", "\"" + canary + "\""));
                ask(program, "/v1/files/" + percent(canary) + "/x", "{}");
                ask(program, "/t/" + percent(canary) + CHAT, chat("hi"));
                ask(program, "/u/" + percent(canary) + CHAT, chat("hi"));
                ask(
                        program,
                        CHAT,
                        chat("in base64 "
                                + Base64.getEncoder()
                                        .encodeToString(("key: " + canary).getBytes(StandardCharsets.UTF_8))));
            }
            ask(program, CHAT, chat("hello"));
            ask(program, CHAT + "?x=" + percent(own), chat("hello"));
            for (String path : List.of("report", "misses", "recordings", "health")) {
                said.add(program.get("/__reprise/" + path + "?x-reprise-token=" + percent(token))
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

    /** No 12 characters of one in a row, in whatever letters. */
    private void assertNoneIn(String what, String text) {
        String small = text.toLowerCase(Locale.ROOT);
        for (String canary : canaries) {
            for (int i = 0; i + 12 <= canary.length(); i++) {
                assertThat(small)
                        .as("%s, seed %d", what, seed)
                        .doesNotContain(canary.substring(i, i + 12).toLowerCase(Locale.ROOT));
            }
        }
    }

    private void assertNoneInFiles() throws IOException {
        Files.delete(directory.resolve("reprise.yaml"));
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(2);
            for (Path file : all) {
                assertNoneIn("the name of a file", directory.relativize(file).toString());
                if (Files.isRegularFile(file)) {
                    assertNoneIn(file.toString(), Files.readString(file));
                }
            }
        }
    }

    private static String chat(String prompt) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }

    private static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format(Locale.ROOT, "%%%02x", b));
        }
        return encoded.toString();
    }
}
