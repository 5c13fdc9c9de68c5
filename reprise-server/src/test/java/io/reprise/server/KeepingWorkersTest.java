package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Intercepted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that wait for their first byte, while many answers are being kept. */
class KeepingWorkersTest {
    private static final int ANSWERS = 40;
    private static final int LOCKS = 1_024;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch disk = new CountDownLatch(1);
    private final AtomicInteger keeping = new AtomicInteger();

    @Test
    void findsARecordingWhileTheDiskIsSlow() throws Exception {
        fixture.keepStream("{\"n\":1}", "[DONE]");
        RepriseServer server = fixture.serve(
                Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, slow(fixture.store()), KeyRules.NONE, upstream());
        List<CompletableFuture<HttpResponse<String>>> recorded = new ArrayList<>();
        try {
            for (String question : questions()) {
                recorded.add(HttpClient.newHttpClient()
                        .sendAsync(ServerFixture.chat(server, question), HttpResponse.BodyHandlers.ofString()));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> keeping.get() == Workers.KEEPING);

            HttpResponse<String> found = ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));

            assertThat(found.body()).isEqualTo("data: {\"n\":1}\n\ndata: [DONE]\n\n");
            assertThat(keeping).hasValue(Workers.KEEPING);
        } finally {
            disk.countDown();
        }
        for (CompletableFuture<HttpResponse<String>> each : recorded) {
            assertThat(each.get().statusCode()).isEqualTo(200);
        }
        assertThat(keeping).hasValue(ANSWERS);
    }

    /** Their answers do not wait for each other: no two have the same lock. */
    private static Collection<String> questions() {
        Map<Integer, String> byLock = new HashMap<>();
        for (int i = 0; byLock.size() < ANSWERS; i++) {
            String body = ServerFixture.QUESTION.replace("hi", "hi " + i);
            Question question = KeyRules.NONE.question(ServerFixture.request(body), TestId.NONE);
            byLock.put(Math.floorMod(question.key().hashCode(), LOCKS), body);
        }
        return byLock.values();
    }

    /** What is kept in it waits for the disk. */
    private Store slow(Store store) {
        return Intercepted.of(Store.class, store, (method, arguments, real) -> {
            if (method.equals("holding")) {
                keeping.incrementAndGet();
                disk.await();
            }
            return real.call();
        });
    }

    private FakeUpstream upstream() throws IOException {
        return fixture.upstream((number, request, out) -> {
            String body = "{\"call\":" + number + "}";
            out.write(("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
        });
    }
}
