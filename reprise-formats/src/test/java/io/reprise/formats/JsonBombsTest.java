package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON files that are made to fill the memory. */
class JsonBombsTest {
    @TempDir
    Path directory;

    @Test
    void areNamedWithLineAndColumnAndHarmNoOthers() throws IOException {
        String deep = "[".repeat(5_000_000);
        Files.createDirectory(directory.resolve("mappings"));
        Files.writeString(directory.resolve("mappings/a.json"), "{\"mappings\": [{\"x\":\n " + deep);
        Files.writeString(directory.resolve("b.json"), "{\"fixtures\":\n" + deep);
        Files.writeString(directory.resolve("c.har"), "{\"log\": {\"entries\":\n" + deep);
        Files.writeString(
                directory.resolve("d.json"),
                "{\"fixtures\": [{\"match\": {\"userMessage\": \"x\"}, \"response\": {\"content\": \"y\"}}]}");

        List<Found> found = new ArrayList<>();
        Formats.installed().open(directory).forEach(found::add);

        String reason = "more than 10000 values within each other at line 2, column ";
        assertThat(found)
                .contains(
                        new Found.Unreadable("c.har", "it cannot be read: " + reason + "10002"),
                        new Found.Unreadable("mappings/a.json", "it cannot be read: it has " + reason + "9999"),
                        new Found.Unreadable("b.json", "it has " + reason + "10000"))
                .hasSize(4);
        assertThat(found.stream().filter(Found.Converted.class::isInstance).map(Found::origin))
                .containsExactly("d.json#1");
    }
}
