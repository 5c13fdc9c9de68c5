package io.reprise.server.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedReadingTest {
    private static final int MANY = 200;

    @TempDir
    Path directory;

    private static void keep(Store store, int number) {
        Request request = new Request(
                "POST",
                "/v1/chat/completions",
                "",
                Headers.of("content-type", "application/json"),
                Bytes.utf8("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + number + "\"}]}"));
        store.append(
                KeyRules.NONE.question(request, TestId.NONE),
                "",
                new Exchange(request, Response.whole(200, "application/json", Bytes.utf8("{}"))));
    }

    @Test
    void readsInTheOrderOfTheStoreAndTellsOfBrokenFiles() throws IOException {
        try (DirectoryStore store = new DirectoryStore(directory, KeyRules.NONE)) {
            for (int i = 0; i < MANY; i++) {
                keep(store, i);
            }
            List<String> expected = new ArrayList<>();
            store.forEach(entry -> expected.add(entry.location()), broken -> {});
            Files.writeString(directory.resolve(expected.get(MANY / 2)), "{");

            List<String> read = new ArrayList<>();
            List<String> broken = new ArrayList<>();
            List<String> visited = Collections.synchronizedList(new ArrayList<>());
            new SharedReading(store)
                    .inOrder(
                            entry -> Optional.of(entry.location()),
                            read::add,
                            unreadable -> broken.add(String.valueOf(unreadable.getMessage())));
            new SharedReading(store).forEach(entry -> visited.add(entry.location()), unreadable -> {});

            String broke = expected.remove(MANY / 2);
            assertThat(read).isEqualTo(expected);
            assertThat(broken).singleElement().asString().contains(broke);
            assertThat(visited).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
