package io.reprise.postgres;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/** What one client has received so far; of a body with gzip, what is in it. */
final class StreamedAnswer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicReference<String> received = new AtomicReference<>("");
    private final CompletableFuture<HttpResponse<InputStream>> head;
    private final CompletableFuture<Boolean> isWhole;

    private StreamedAnswer(HttpClient client, HttpRequest request) {
        head = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        isWhole = head.thenApplyAsync(this::read);
    }

    static StreamedAnswer of(String server, String question, String... headers) {
        return of(client().build(), server, question, headers);
    }

    static StreamedAnswer of(SSLContext trust, String server, String question) {
        return of(client().sslContext(trust).build(), server, question);
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    }

    private static StreamedAnswer of(HttpClient client, String server, String question, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + "/v1/chat/completions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + question
                                + "\"}]}"));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return new StreamedAnswer(client, request.build());
    }

    private boolean read(HttpResponse<InputStream> response) {
        boolean isCoded = response.headers().firstValue("content-encoding").isPresent();
        try (InputStream in = isCoded ? new GZIPInputStream(response.body()) : response.body()) {
            byte[] buffer = new byte[4096];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received.accumulateAndGet(new String(buffer, 0, count, StandardCharsets.UTF_8), String::concat);
            }
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    /** Waits until exactly this has come. */
    void awaitText(String text) {
        await().atMost(PATIENCE).until(() -> text.equals(received.get()));
    }

    boolean hasEnded() {
        return isWhole.isDone();
    }

    /** Waits for the end; false if the answer was cut. */
    boolean isWhole() {
        return isWhole.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    int status() {
        return head.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().statusCode();
    }

    String header(String name) {
        return head.join().headers().firstValue(name).orElse("");
    }

    /** All that came; waits for the end. */
    String text() {
        boolean unused = isWhole();
        return received.get();
    }
}
