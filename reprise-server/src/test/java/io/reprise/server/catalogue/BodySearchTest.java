package io.reprise.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodySearchTest {
    @TempDir
    Path directory;

    private final BodySearch search = new BodySearch();

    private List<Item> items(int count) {
        List<Item> items = new ArrayList<>();
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            for (int i = 0; i < count; i++) {
                Request request = Request.post("/v1/chat/completions", "{\"model\":\"m" + i + "\"}");
                Response response = Response.whole(200, "application/json", Bytes.utf8("{}"));
                items.add(Item.of(
                        store.append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response)),
                        PriceTable.EMPTY));
            }
        }
        return items;
    }

    @Test
    void goesOnWhereItHasStopped() {
        List<Item> items = items(10);
        AtomicInteger reads = new AtomicInteger();

        int left = search.search(items, item -> reads.incrementAndGet() % 2 == 0, () -> reads.get() >= 4);
        int leftAtLast = search.search(items, item -> reads.incrementAndGet() % 2 == 0, () -> false);

        assertThat(left).isEqualTo(6);
        assertThat(leftAtLast).isZero();
        assertThat(reads).hasValue(10);
        assertThat(IntStream.range(0, 10).filter(i -> search.selects(items.get(i))))
                .containsExactly(1, 3, 5, 7, 9);
    }

    @Test
    void readsAgainWhatHasChanged() {
        List<Item> items = items(3);
        search.search(items, item -> true, () -> false);
        Item before = items.get(1);
        Item changed = new Item(before.summary(), before.nature(), before.recordedAt() + 1);
        items.set(1, changed);
        List<Item> read = new ArrayList<>();

        search.search(
                items,
                item -> {
                    read.add(item);
                    return false;
                },
                () -> false);

        assertThat(read).containsExactly(changed);
        assertThat(search.selects(changed)).isFalse();
        assertThat(search.selects(before)).isFalse();
    }

    @Test
    void isForgottenAfterFourOthers() {
        BodySearches searches = new BodySearches();
        BodySearch first = searches.of("text:first");
        IntStream.range(0, 3).forEach(i -> searches.of("text:" + i));

        assertThat(searches.of("text:first")).isSameAs(first);
        IntStream.range(3, 7).forEach(i -> searches.of("text:" + i));
        assertThat(searches.of("text:first")).isNotSameAs(first);
    }
}
