package io.reprise.formats.cassette;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were changed anywhere become recordings, or are left out or named with a reason; nothing else happens. */
@Slow
class MutatedCassettesTest {
    private static final List<String> FILES = List.of("""
            interactions:
            - request:
                body: '{"a":1}'
                headers:
                  ? !!python/object/apply:multidict._multidict.istr
                  - Accept
                  : &id001 ['*/*']
                method: POST
                uri: https://api.openai.com/v1/chat/completions
              response:
                body: {string: !!binary H4sIAAAAAAAA/0vOAAA=}
                headers: {content-encoding: [gzip], a: *id001}
                status: {code: 200, message: OK}
            - request: {method: GET, uri: 'http://a/b?c=d', parsed_body: {a: 1e3, b: 0x1F, c: 190:20:30}}
              response: {parsed_body: [on, ~, "\\L"], status_code: 404, headers: {content-type: application/json}}
            """, """
            http_interactions:
            - request:
                method: post
                uri: "<BASE>/a"
                body: {encoding: UTF-8, string: ''}
              response:
                status: {code: 200}
                body: {encoding: ASCII-8BIT, base64_string: YQ==}
              recorded_at: Wed, 19 Aug 2026 14:44:51 GMT
            """, """
            version: 2
            interactions:
                - id: 0
                  request: {body: '', url: https://a/b, method: GET}
                  response:
                    body: |+
                        data: {}

                    headers: {Content-Type: [text/event-stream]}
                    status: 200 OK
                    code: 200
            """, """
            request: {method: GET, url: 'https://a/c', headers: {}, body: 'base64:YQ=='}
            response: {status: {code: 400}, headers: {}, body: d}
            """, """
            interactions:
            - {kind: message, direction: sent, at: 0.5, data: {setup: {model: a}}}
            - {kind: message, direction: received, at: 1.5, data: {session: {model: a}}}
            - {kind: close, code: 1000, reason: bye}
            """);

    private static final List<String> PIECES = List.of(
            "\n",
            " ",
            "- ",
            ": ",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "!!binary ",
            "!!python/x ",
            "'",
            "\"",
            "\\",
            "~",
            "|",
            ">",
            "#",
            "%",
            "\t",
            "\u2028",
            "<<: ",
            "? ",
            "-1",
            "1e999",
            "999999999999",
            "\u0000",
            "\ufeff",
            "---\n",
            "null",
            "interactions:",
            "request:",
            "gzip");

    @TempDir
    private Path directory;

    @Test
    void areReadOrNamedWithAReason() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Formats formats =
                new Formats(List.of(new VcrpyFormat(), new RubyVcrFormat(), new GoVcrFormat(), new TestAgentFormat()));
        int converted = 0;
        for (int i = 0; i < 3_000; i++) {
            Path file = directory.resolve("a.yaml");
            Files.write(file, mutated(FILES.get(i % FILES.size()), random).getBytes(StandardCharsets.UTF_8));
            List<Found> found = new ArrayList<>();

            formats.open(file).forEach(found::add);

            assertThat(found)
                    .as("seed " + seed)
                    .isNotEmpty()
                    .allMatch(each -> each.origin().startsWith("a.yaml"));
            converted += found.stream().anyMatch(Found.Converted.class::isInstance) ? 1 : 0;
        }

        assertThat(converted).as("of 3,000, seed " + seed).isBetween(300, 2_900);
    }

    private static String mutated(String file, Random random) {
        StringBuilder text = new StringBuilder(file);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
            }
        }
        return text.toString();
    }
}
