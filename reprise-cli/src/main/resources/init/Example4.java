import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.Test;

/**
 * Shows how a test uses Reprise. "reprise init" has written it; delete it when you have tests of your own. It needs
 * JUnit 4, and passes without network and without a key: the recording of its answer is in the directory of the recordings.
 */
public class RepriseExampleTest {
    private static final String SERVER = System.getenv().getOrDefault("REPRISE_URL", "http://127.0.0.1:8000");

    /** The test id is part of the base URL, so that recordings of different tests never mix. */
    private static final String BASE_URL = SERVER + "/t/reprise-example/v1";

    @Test
    public void tellsAJoke() throws IOException, InterruptedException {
        // Change the question: the error says which recording is nearest, and what differs.
        HttpResponse<String> answer = ask("tell me a joke");

        assertEquals(answer.body(), 200, answer.statusCode());
        assertTrue(answer.body(), answer.body().contains("\"content\":\" library\""));
    }

    /** Sends a chat request whose answer is streamed. */
    private static HttpResponse<String> ask(String question) throws IOException, InterruptedException {
        String body = "{\"model\": \"llama3.2:1b\", \"messages\": [{\"role\": \"user\", \"content\": \"" + question + "\"}],"
                + " \"stream\": true, \"stream_options\": {\"include_usage\": true}}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(BASE_URL + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
