package io.reprise.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.key.KeyRules;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.lookup.StoreScan;
import io.reprise.server.outcome.UsedRecordings;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    @TempDir
    Path directory;

    private Store store;
    private Catalogue catalogue;

    @BeforeEach
    void open() {
        store = new DirectoryStore(directory, KeyRules.NONE);
        for (int i = 0; i < 40; i++) {
            Request request = Request.post("/v1/chat/completions", "{\"model\":\"m" + i + "\"}");
            Response response = Response.whole(200, "application/json", Bytes.utf8("{}"));
            store.append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response));
        }
        catalogue = new Catalogue(new StoreScan(store, KeyRules.NONE), PriceTable.EMPTY);
    }

    @AfterEach
    void close() {
        catalogue.close();
        store.close();
    }

    private long listed(String filter, BooleanSupplier isGone) {
        ControlRequest request =
                new ControlRequest("GET", "recordings", Map.of("filter", filter), Headers.NONE, Bytes.EMPTY);
        return new Listing(catalogue, new BodySearches(), new UsedRecordings(), isGone)
                .select(request, request.filter(FilterScope.RECORDINGS), item -> true, broken -> {})
                .total();
    }

    @ParameterizedTest
    @CsvSource({"'', 40", "text:completions, 40", "text:m1, 11", "-text:m1, 29", "text:m1 -model:m1, 10"})
    void listsWhatFits(String filter, int count) {
        assertThat(listed(filter, () -> false)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text:completions"})
    void endsWhenNobodyWaitsForTheList(String filter) {
        assertThat(listed(filter, () -> true)).isZero();
    }
}
