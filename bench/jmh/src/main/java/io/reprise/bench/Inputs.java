package io.reprise.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;

/** What the benchmarks are fed with, the same in every run, and the references that several of them share. */
final class Inputs {
    private static final String RECORDING = "/openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json";
    private static final String[] WORDS = {
        "the", "model", "answers", "a", "question", "about", "its", "tools", "\\n", "\\u00e9t\\u00e9"
    };
    private static final JsonFactory JACKSON = new JsonFactory();

    private Inputs() {}

    /** The demo's chat answer of 55 chunks, as the file of a recording. */
    static Bytes recordingFile() {
        try (InputStream file = Inputs.class.getResourceAsStream(RECORDING)) {
            return Bytes.owning(Objects.requireNonNull(file, RECORDING).readAllBytes());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** A chat request of 175 bytes, as a client sends it that asks one thing. */
    static String shortRequest() {
        return "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"system\",\"content\":\"You are terse.\"},"
                + "{\"role\":\"user\",\"content\":\"tell me a joke.\"}],\"temperature\":0.70,\"stream\":true,\"max_tokens\":100}";
    }

    /** A chat request of about 47 KB, as an agent sends it: a system prompt, 16 tools and 60 messages. */
    static String longRequest() {
        Random random = new Random(1);
        StringBuilder request =
                new StringBuilder("{\"model\":\"llama3.2:1b\",\"temperature\":0.70,\"stream\":true,\"tools\":[");
        for (int i = 0; i < 16; i++) {
            request.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"function\",\"function\":{\"name\":\"tool_" + i + "\",\"description\":\""
                            + words(random, 40)
                            + "\",\"parameters\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"},\"limit\":"
                            + "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1e3}},\"required\":[\"path\"]}}}");
        }
        request.append("],\"messages\":[{\"role\":\"system\",\"content\":\"" + words(random, 1500) + "\"}");
        for (int i = 0; i < 60; i++) {
            request.append(",{\"role\":\"" + (i % 2 == 0 ? "user" : "assistant") + "\",\"content\":\""
                    + words(random, 76) + "\"}");
        }
        return request.append("]}").toString();
    }

    /** A chat request of about 1 MB: a question about a picture in base64. */
    static String pictureRequest() {
        byte[] picture = new byte[750_000];
        new Random(1).nextBytes(picture);
        return "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is this?\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(picture) + "\"}}]}]}";
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return words.toString();
    }

    /** Reads each token of a JSON text, the values of strings and numbers too, and keeps none. */
    static long parse(byte[] text) throws IOException {
        long sum = 0;
        try (JsonParser parser = JACKSON.createParser(text)) {
            while (parser.nextToken() != null) {
                sum += parser.currentToken().isScalarValue() ? parser.getText().length() : 1;
            }
        }
        return sum;
    }
}
