package io.reprise.server.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.Store;
import io.reprise.server.watch.DirectoryWatch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordingCacheTest {
    private static final Question HELLO = question("hello");

    private final MemoryStore store = new MemoryStore();
    private final RecordingCache cache = new RecordingCache(
            Runnable::run,
            new DirectoryWatch(store),
            question -> Optional.empty(),
            new StoreScan(store, KeyRules.NONE),
            CacheSettings.DEFAULT);

    private static Question question(String words) {
        return KeyRules.NONE.question(
                new Request("POST", "/" + words, "", Headers.NONE, Bytes.utf8(words)), TestId.NONE);
    }

    private void keep(Question question, String answer) {
        store.append(
                question, "", new Exchange(question.request(), Response.whole(200, "text/plain", Bytes.utf8(answer))));
    }

    private static RecordingCache.Query query(Question question) {
        return new RecordingCache.Query(question, false);
    }

    private FoundRecordings find(Question question) throws Exception {
        return cache.find(query(question)).get(30, TimeUnit.SECONDS);
    }

    private static List<String> bodies(FoundRecordings found) {
        return found.entries().stream()
                .map(entry -> entry.recording().exchange().response().body().toString())
                .toList();
    }

    @Test
    void trustsNothingThatWasNeverLookedFor() {
        keep(HELLO, "one");

        assertThat(cache.trusted(query(HELLO))).isNull();
    }

    @Test
    void trustsForAMomentWhatWasFound() throws Exception {
        keep(HELLO, "one");

        FoundRecordings found;
        FoundRecordings trusted;
        do { // the moment may pass between the two
            found = find(HELLO);
            trusted = cache.trusted(query(HELLO));
        } while (trusted == null);

        assertThat(trusted).isSameAs(found);
        assertThat(bodies(trusted)).containsExactly("one");
    }

    @Test
    void trustsNothingThatIsForgotten() throws Exception {
        keep(HELLO, "one");
        assertThat(bodies(find(HELLO))).containsExactly("one");

        cache.forget(HELLO.key());

        assertThat(cache.trusted(query(HELLO))).isNull();
    }

    @Test
    void headersAndTargetsCount() {
        String part = "x".repeat(60_000);
        Response response = new Response(
                200,
                Headers.of("x-trace", part),
                StreamFormat.WHOLE,
                List.of(new Chunk(0, Bytes.utf8("{}"))),
                Ending.COMPLETE);
        List<Request> asked = List.of(
                new Request("GET", "/v1/files", "", Headers.of("cookie", part), Bytes.EMPTY),
                new Request("GET", "/v1/files", "after=" + part, Headers.NONE, Bytes.EMPTY),
                new Request("GET", "/v1/files/" + part, "", Headers.NONE, Bytes.EMPTY));

        for (Request request : asked) {
            Question question = KeyRules.NONE.question(request, TestId.NONE);
            assertThat(FoundRecordings.none(question).weight()).isBetween(60_000L, 70_000L);
            Store.Entry kept = store.append(question, "", new Exchange(request, response));
            FoundRecordings found =
                    new FoundRecordings(question, List.of(), List.of(PreparedResponse.of(kept, CacheSettings.DEFAULT)));
            assertThat(found.weight()).isGreaterThan(180_000);
        }
    }
}
