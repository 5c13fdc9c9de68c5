package io.reprise.cli.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.view.ChunkTexts;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayedTextTest {
    @Test
    void masksACredentialThatComesInPieces() {
        String key = "sk-proj-aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z";
        List<ChunkTexts.Said> chunks = key.chars()
                .mapToObj(c -> new ChunkTexts.Said(0, 1, "text", Character.toString(c)))
                .toList();
        PlayedText text = new PlayedText(chunks, all -> all.replace(key, "[masked]"));

        StringBuilder played = new StringBuilder();
        chunks.forEach(chunk -> played.append(text.next()));

        assertThat(played.toString()).isEqualTo("[masked]");
    }

    @Test
    void cutsNoCharacterInTwo() {
        List<ChunkTexts.Said> chunks =
                List.of(new ChunkTexts.Said(0, 1, "text", "a\ud83d"), new ChunkTexts.Said(0, 1, "text", "\ude00b"));
        PlayedText text = new PlayedText(chunks, all -> all);

        assertThat(text.next()).isEqualTo("a");
        assertThat(text.next()).isEqualTo("😀b");
    }
}
