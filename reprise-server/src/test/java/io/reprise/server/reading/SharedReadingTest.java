package io.reprise.server.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.EnoughException;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
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

    @Test
    void oneOfWhichTheReadingFailsHarmsNoOther() {
        try (DirectoryStore store = new DirectoryStore(directory, KeyRules.NONE)) {
            assertThatOneFails(store, store);
        }
        MemoryStore withoutFiles = new MemoryStore();
        assertThatOneFails(withoutFiles, withoutFiles);
    }

    private static void assertThatOneFails(Store filled, Store read) {
        for (int i = 0; i < MANY; i++) {
            keep(filled, i);
        }
        List<String> expected = new ArrayList<>();
        filled.forEach(entry -> expected.add(entry.location()), broken -> {});
        String failing = expected.remove(MANY / 2);

        List<String> locations = new ArrayList<>();
        List<StoreException> broken = new ArrayList<>();
        new SharedReading(read)
                .inOrder(
                        entry -> {
                            if (entry.location().equals(failing)) {
                                throw new ArithmeticException("unforeseen");
                            }
                            return Optional.of(entry.location());
                        },
                        locations::add,
                        broken::add);

        assertThat(locations).isEqualTo(expected);
        assertThat(broken).singleElement().satisfies(said -> {
            assertThat(said).hasMessageContaining(failing);
            assertThat(said.unreadable().orElseThrow().location()).isEqualTo(failing);
        });
    }

    @Test
    void whatEndsTheReadingEndsIt() {
        MemoryStore store = new MemoryStore();
        keep(store, 1);
        for (RuntimeException end : List.of(new EnoughException(), new StoreException("the server stops", null))) {
            assertThatThrownBy(() -> new SharedReading(store)
                            .forEach(
                                    entry -> {
                                        throw end;
                                    },
                                    broken -> {}))
                    .isSameAs(end);
        }
    }
}
