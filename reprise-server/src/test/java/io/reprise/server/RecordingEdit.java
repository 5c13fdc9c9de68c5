package io.reprise.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes a word in a recording, as a person with an editor does. */
final class RecordingEdit {
    private RecordingEdit() {}

    /**
     * Changes the {@code which}-th of the recordings that have such a word.
     *
     * @return what the recording says now and did not say before; empty if there is no such recording
     */
    static Optional<String> in(Path directory, int which) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .filter(RecordingEdit::isEditable)
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Path file = files.get(which % files.size());
        String text = Files.readString(file, StandardCharsets.UTF_8);
        int at = text.indexOf("p0");
        int from = text.lastIndexOf('a', at);
        String word = text.substring(from, at);
        Files.writeString(file, text.substring(0, at) + "edited" + text.substring(at + 2), StandardCharsets.UTF_8);
        return Optional.of(word);
    }

    private static boolean isEditable(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.contains("p0") && !text.contains("edited");
        } catch (IOException unreadable) {
            return false;
        }
    }
}
