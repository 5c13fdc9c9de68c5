package io.reprise.core.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.ListedChunks;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.store.RandomRecordings;
import io.reprise.core.store.Recording;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeLinesTest {
    @TempDir
    Path directory;

    private Bytes writtenInPieces(Recording recording) throws IOException {
        Exchange exchange = recording.exchange();
        Recording large = recording.with(exchange.with(ListedChunks.inPieces(exchange.response())));
        RecordingFile.LargeWritten written =
                RecordingFile.writeLarge(large, ApiFamilies.parse(exchange.request()), "stem");
        Path file = directory.resolve("file");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            written.text().writeTo(channel);
        }
        return Bytes.owning(Files.readAllBytes(file));
    }

    private static Bytes written(Recording recording) {
        return RecordingFile.write(
                        recording, ApiFamilies.parse(recording.exchange().request()), "stem")
                .text();
    }

    @Test
    void areTheSameAsThoseOfChunksInMemory() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomRecordings random = new RandomRecordings(seed);
        int streams = 0;
        int[] versions = new int[3];
        for (int i = 0; i < 2_000; i++) {
            Recording recording = random.next();
            if (recording.exchange().response().isStream()
                    && !recording.exchange().response().chunks().isEmpty()) {
                streams++;
                Bytes expected = written(recording);
                assertThat(writtenInPieces(recording).toString()).isEqualTo(expected.toString());
                versions[expected.at("{\n  \"reprise\": ".length()) - '1']++;
            }
        }
        assertThat(streams).isGreaterThan(400);
        assertThat(versions[0]).isPositive();
        assertThat(versions[1]).isPositive();
    }

    @Test
    void areTheSameWhereManyChunksAreSpelledLikeNoOther() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomRecordings random = new RandomRecordings(seed);
        for (int i = 0; i < 40; i++) {
            Recording first = random.next();
            List<Chunk> chunks = new ArrayList<>(first.exchange().response().chunks());
            while (chunks.size() < 700) {
                Response other = random.next().exchange().response();
                if (other.format() == first.exchange().response().format()) {
                    int times = 1 + chunks.size() % 90;
                    for (int k = 0; k < times; k++) {
                        chunks.addAll(other.chunks());
                    }
                }
                if (!first.exchange().response().isStream()) {
                    break;
                }
            }
            Response response = first.exchange().response().withChunks(chunks);
            Recording recording = first.with(first.exchange().with(response));
            if (response.isStream() && !chunks.isEmpty()) {
                assertThat(writtenInPieces(recording).toString())
                        .isEqualTo(written(recording).toString());
            }
        }
    }
}
