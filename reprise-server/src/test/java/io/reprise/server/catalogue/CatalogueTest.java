package io.reprise.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Intercepted;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.lookup.StoreScan;
import io.reprise.server.reading.ReadingProgress;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    /** What a walk through the store takes; what it has found holds five times as long. */
    private static final long WALK_MS = 3_000;

    @TempDir
    Path directory;

    private final AtomicInteger walks = new AtomicInteger();

    /** A directory of which the first walk takes {@link #WALK_MS}, as with very many files. */
    private Store slow(Store store) {
        return Intercepted.of(Store.class, store, (method, arguments, real) -> {
            if (method.equals("forEachStamp") && walks.incrementAndGet() == 1) {
                Thread.sleep(WALK_MS);
            }
            return real.call();
        });
    }

    private static String keep(Store store, int number) {
        Request request = Request.post("/v1/chat/completions", "{\"model\":\"m" + number + "\"}");
        Response response = Response.whole(200, "application/json", Bytes.utf8("{}"));
        return store.append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response))
                .location();
    }

    private static Set<String> locations(Catalogue catalogue) {
        Set<String> locations = new TreeSet<>();
        ReadingProgress progress = catalogue.visit(item -> locations.add(item.location()), broken -> {});
        while (!progress.isComplete()) {
            locations.clear();
            progress = catalogue.visit(item -> locations.add(item.location()), broken -> {});
        }
        assertThat(progress.found()).hasValue(locations.size());
        return locations;
    }

    @Test
    void looksOnlyAtWhatThisProgramHasChangedUntilItIsTimeForAnotherWalk() {
        try (Store store = slow(new DirectoryStore(directory, KeyRules.NONE));
                Catalogue catalogue = new Catalogue(new StoreScan(store, KeyRules.NONE), PriceTable.EMPTY)) {
            String one = keep(store, 1);
            String two = keep(store, 2);
            assertThat(locations(catalogue)).containsOnly(one, two);

            String three = keep(store, 3);
            assertThat(locations(catalogue)).containsOnly(one, two, three);
            store.remove(store.at(one).orElseThrow());
            assertThat(locations(catalogue)).containsOnly(two, three);

            assertThat(walks).hasValue(1);
        }
    }
}
