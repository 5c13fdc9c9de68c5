package io.reprise.core.family.known;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamPathTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, /v1/models, /v1/models",
        "https://api.openai.com, /v1/models, /v1/models",
        "https://api.groq.com/openai/v1/, /v1/chat/completions, /openai/v1/chat/completions",
        "https://api.groq.com/openai/v1, /chat/completions, /openai/v1/chat/completions",
        "https://api.groq.com/openai/v1, /openai/v1/models, /openai/v1/models",
        "https://api.anthropic.com, /messages, /v1/messages",
        "http://localhost:11434/v1, /api/chat, /api/chat",
        "http://gate.example/nim//, /rank, /nim/rank"
    })
    void leadsToThePathOfTheUpstream(String url, String asked, String target) {
        assertThat(UpstreamPath.of(URI.create(url)).target(asked)).isEqualTo(target);
    }
}
