package io.reprise.core.store.directory.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
    @ParameterizedTest
    @CsvSource({
        "llama3.2:1b, tell me a joke, openai-chat-llama3.2-1b-tell-me-a-joke",
        "meta-llama/Llama-3.1-8B, Hi!, openai-chat-meta-llama-llama-3.1-8b-hi",
        "gpt-4o, Wie groß ist die Größe?, openai-chat-gpt-4o-wie-gross-ist-die-grosse",
        "gpt-4o, 你好, openai-chat-gpt-4o",
        "gpt-4o, ../../etc/passwd, openai-chat-gpt-4o-etc-passwd",
        "x, one two three four five six seven eightletters nineandmore, openai-chat-x-two-three-four-five-six-seven-eightletters",
        "a-very-long-name-of-a-model-that-fills-all-of-the-sixty-characters-and-more, hello,"
                + " openai-chat-a-very-long-name-of-a-model-that-fills-all-of",
    })
    void tellsWhichQuestionItIs(String model, String words, String slug) {
        Request request = Request.post(
                "/v1/chat/completions",
                "{\"model\":" + quote(model) + ",\"messages\":[{\"role\":\"user\",\"content\":" + quote(words) + "}]}");

        assertThat(Slug.of(ApiFamilies.parse(request))).isEqualTo(slug);
    }

    private static String quote(String text) {
        return new Json.JsonString(text).write(Layout.COMPACT);
    }
}
