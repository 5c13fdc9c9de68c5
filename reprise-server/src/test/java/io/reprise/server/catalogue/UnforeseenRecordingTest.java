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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording for which the code that lists it throws what nobody foresaw. */
class UnforeseenRecordingTest {
    private static final int MANY = 40;

    @TempDir
    Path directory;

    private Store store;
    private final List<String> others = new ArrayList<>();
    private String failing = "";

    @BeforeEach
    void open() {
        store = new DirectoryStore(directory, KeyRules.NONE);
        for (int i = 0; i < MANY; i++) {
            Request request = Request.post("/v1/chat/completions", "{\"model\":\"m" + i + "\"}");
            Response response = Response.whole(200, "application/json", Bytes.utf8("{}"));
            store.append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response));
        }
        store.forEach(entry -> others.add(entry.location()), broken -> {});
        failing = others.remove(MANY / 2);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** The same store, in which one recording has no time without an exception. */
    private Store failing(boolean hasStamps) {
        return Intercepted.of(Store.class, store, (method, arguments, real) -> {
            if (!hasStamps && Set.of("forEachStamp", "forEachUnread").contains(method)) {
                return false;
            }
            if (method.equals("forEach") && arguments.length == 2) {
                @SuppressWarnings("unchecked")
                Consumer<Store.Entry> visitor = (Consumer<Store.Entry>) arguments[0];
                arguments[0] = (Consumer<Store.Entry>) entry -> visitor.accept(entry(entry));
            }
            Object result = real.call();
            return result instanceof Optional<?> found ? found.map(this::entry) : result;
        });
    }

    private Object entry(Object found) {
        return found instanceof Store.Entry entry ? entry(entry) : found;
    }

    private Store.Entry entry(Store.Entry entry) {
        return Intercepted.of(Store.Entry.class, entry, (method, arguments, real) -> {
            if (method.equals("recordedAt") && entry.location().equals(failing)) {
                throw new ArithmeticException("unforeseen");
            }
            return real.call();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isListedAsBroken(boolean hasStamps) {
        Store its = failing(hasStamps);
        List<String> listed = new ArrayList<>();
        List<Catalogue.BrokenItem> broken = new ArrayList<>();
        try (Catalogue catalogue = new Catalogue(new StoreScan(its, KeyRules.NONE), PriceTable.EMPTY)) {
            for (int again = 0; again < 2; again++) {
                listed.clear();
                broken.clear();
                catalogue.visit(item -> listed.add(item.location()), broken::add);
            }
        }

        assertThat(listed).containsExactlyInAnyOrderElementsOf(others);
        assertThat(broken)
                .singleElement()
                .satisfies(one -> assertThat(one.error()).contains(failing, "Reprise does not understand it"));
    }

    @Test
    void isSkippedWhereEachListReadsAll() {
        List<String> listed = new ArrayList<>();
        List<Catalogue.BrokenItem> broken = new ArrayList<>();
        try (Catalogue catalogue = new Catalogue(new StoreScan(failing(false), KeyRules.NONE), PriceTable.EMPTY)) {
            catalogue.readAgain((item, entry) -> true, item -> listed.add(item.location()), broken::add);
        }

        assertThat(listed).containsExactlyInAnyOrderElementsOf(others);
        assertThat(broken)
                .singleElement()
                .satisfies(one -> assertThat(one.error()).contains(failing));
    }

    @Test
    void isLeftOutOfTheRecordingsOfItsTest() {
        List<String> listed = new ArrayList<>();
        try (Catalogue catalogue = new Catalogue(new StoreScan(failing(true), KeyRules.NONE), PriceTable.EMPTY)) {
            catalogue.visitOf(TestId.NONE, item -> listed.add(item.location()));
        }

        assertThat(listed).containsAll(others);
    }
}
