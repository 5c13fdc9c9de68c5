package io.reprise.server.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Intercepted;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreScanTest {
    @TempDir
    Path directory;

    private final List<String> read = new CopyOnWriteArrayList<>();

    private static Store.Entry keep(Store store, String words) {
        Request request = new Request("POST", "/" + words, "", Headers.NONE, Bytes.utf8(words));
        return store.append(
                KeyRules.NONE.question(request, TestId.NONE),
                "",
                new Exchange(request, Response.whole(200, "text/plain", Bytes.utf8("answer"))));
    }

    /** The same store, which notes what it reads for {@code forEach}. */
    @SuppressWarnings("unchecked")
    private Store noting(Store store) {
        return Intercepted.of(Store.class, store, (method, arguments, real) -> {
            if (method.equals("forEach") && arguments.length == 3) {
                Predicate<String> isWanted = (Predicate<String>) arguments[0];
                arguments[0] = (Predicate<String>) location -> isWanted.test(location) && read.add(location);
            }
            return real.call();
        });
    }

    @Test
    void waitsForOthersWhoReadTheStoreAndReadsOnlyWhatTheyHaveNot() throws Exception {
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            Store.Entry taken = keep(store, "one");
            Store.Entry left = keep(store, "two");
            CompletableFuture<Void> others = new CompletableFuture<>();
            try (StoreScan scan = new StoreScan(noting(store), KeyRules.NONE)) {
                scan.waitFor(others);
                scan.start();

                scan.take(taken);
                others.complete(null);
                scan.done().get(30, TimeUnit.SECONDS);

                assertThat(read).containsExactly(left.location());
                assertThat(scan.index().coverage().recordings()).isEqualTo(2);
                assertThat(scan.index().coverage().isComplete()).isTrue();
            }
        }
    }

    @Test
    void readsAllWhereOthersFail() throws Exception {
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            List<String> kept = new ArrayList<>();
            Consumer<String> keep = words -> kept.add(keep(store, words).location());
            List.of("one", "two", "three").forEach(keep);
            try (StoreScan scan = new StoreScan(noting(store), KeyRules.NONE)) {
                scan.waitFor(CompletableFuture.failedFuture(new IllegalStateException("others failed")));
                scan.start();

                scan.done().get(30, TimeUnit.SECONDS);

                assertThat(read).containsExactlyInAnyOrderElementsOf(kept);
            }
        }
    }
}
