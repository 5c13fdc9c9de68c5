package io.reprise.fuzz;

import io.reprise.config.Configuration;
import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code reprise.yaml}: settings, or one sentence that says what is wrong and where. */
final class ConfigurationTarget implements FuzzTarget {
    @Override
    public void check(Input input) throws IOException {
        Path directory = Files.createTempDirectory("configuration");
        Path file = directory.resolve("reprise.yaml");
        Files.write(file, input.bytes().toArray());
        try {
            Expect.orRefusal(
                    IllegalArgumentException.class,
                    () -> Configuration.of(
                            new Configuration.Inputs(Map.of(), List.of(), Optional.of(file), Map.of(), directory)));
        } finally {
            Files.delete(file);
            Files.delete(directory);
        }
    }

    @Override
    public List<Bytes> seeds() {
        String usual = "recordings: tests/recordings\nmode: replay\nlimits:\n  max-body: 1MiB\nupstreams:\n"
                + "  - name: ollama\n    url: http://localhost:11434/v1\n    models: [\"llama*\"]\n    timeout: 5s\n"
                + "rules:\n  - leave out $.metadata\n  - replace uuid\n  - round to 2 places in $.temperature\n"
                + "paces:\n  - recorded; test=a*\nfaults:\n  - status=429; model=gpt-*\nnever-keep:\n  - path=/v1/files/*\n"
                + "redact:\n  credentials: mask\n  patterns: [\"k-[0-9]+\"]\n  members: [$.user]\n";
        return List.of(
                Bytes.utf8(usual),
                Bytes.utf8("a: &a [x,x,x,x,x,x,x,x,x]\n" + bomb()),
                Bytes.utf8("rules: &r\n  - *r\n"),
                Bytes.utf8("? {a: 1}\n: !!java.lang.ProcessBuilder [x]\n---\n--- b\n"),
                Bytes.utf8("<<: {mode: replay}\nmode: !!binary cmVwbGF5\n%TAG ! x\n"),
                Bytes.utf8("mode: " + "[".repeat(20_000)),
                Bytes.utf8("mode: " + "[".repeat(2_000) + "]".repeat(2_000)),
                Bytes.utf8("mode: " + "{a: ".repeat(20_000)),
                Bytes.utf8("- ".repeat(10_000) + "a"),
                Bytes.utf8("? ".repeat(10_000) + "a"));
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder();
        for (char name = 'b'; name <= 'j'; name++) {
            String before = ",*" + (char) (name - 1);
            text.append(name)
                    .append(": &")
                    .append(name)
                    .append(" [")
                    .append(before.repeat(9).substring(1))
                    .append("]\n");
        }
        return text + "rules: *j\n";
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}
