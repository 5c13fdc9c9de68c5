package io.reprise.core.family.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiFamiliesTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/chat/completions,                            openai-chat",
        "POST, /v1/v1/chat/completions,                         openai-chat",
        "POST, /chat/completions,                               openai-chat",
        "POST, /openai/v1/chat/completions/,                    openai-chat",
        "POST, /openai/deployments/gpt%204o/chat/completions,   openai-chat",
        "GET,  /v1/chat/completions,                            openai-stored-chats",
        "POST, /v1/chat/completions/cmpl-1,                     openai-stored-chats",
        "POST, /v1/notchat/completions,                         openai-completions",
        "POST, /v1/completions,                                 openai-completions",
        "POST, /completions,                                    openai-completions",
        "POST, completions,                                     http",
        "GET,  /v1/models,                                      models",
        "GET,  /models,                                         models",
        "GET,  /openai/v1/models,                               models",
        "GET,  /api/tags,                                       models",
        "GET,  /v1/models/gpt-4o,                               model",
        "POST, /v1/models,                                      http",
        "POST, /v1/embeddings,                                  openai-embeddings",
        "POST, /v1/messages,                                    anthropic-messages",
        "GET,  /,                                               http",
        "GET,  '',                                              http",
    })
    void knowsTheFamilyOf(String method, String path, String name) {
        ApiFamily family = ApiFamilies.of(new Request(method, path, "", Headers.NONE, Bytes.EMPTY));

        assertThat(family.name()).isEqualTo(name);
        assertThat(family.isModelList()).isEqualTo(name.equals("models"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions,                  '{\"model\":\"llama3.2:1b\"}', llama3.2:1b",
        "/deployments/gpt%204o/chat/completions, {},                           gpt 4o",
        "/deployments/a/chat/completions,       '{\"model\":\"b\"}',           b",
        "/v1/completions,                       '{\"model\":7}',               ",
        "/v1/completions,                       rubbish,                       ",
        "/v1/embeddings,                        '{\"model\":\"e\"}',           e",
        "/v1/embeddings,                        '[]',                          ",
    })
    void findsTheModel(String path, String body, String model) {
        Request request = Request.post(path, body);

        assertThat(ApiFamilies.parse(request).model().orElse(null)).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat/completions | {'messages':[{'role':'user','content':'tell me a joke'}]}   | tell me a joke",
                "chat/completions | {'messages':[{'role':'user','content':'a b c d e f g h i'}]} | b c d e f g h i",
                "chat/completions | {'messages':[{'role':'user','content':'one'},{'role':'assistant','content':'two'}]} | one",
                "chat/completions | {'messages':[{'role':'user','content':[{'type':'text','text':'what is'},"
                        + "{'type':'image_url','image_url':{'url':'data:x'}},{'type':'text','text':'this?'}]}]} | what is this?",
                "chat/completions | {'messages':[{'role':'user','content':' two\\n\\tlines '}]}   | two lines",
                "chat/completions | {'messages':[{'role':'system','content':'be brief'}]}       | ''",
                "chat/completions | {'messages':[{'role':'user','content':[{'type':'image_url'}]}]} | ''",
                "chat/completions | {'messages':'none'}                                         | ''",
                "chat/completions | {'messages':[1,null,'x']}                                   | ''",
                "chat/completions | rubbish                                                     | ''",
                "completions      | {'prompt':'tell me a joke'}                                 | tell me a joke",
                "completions      | {'prompt':['first','second']}                               | first second",
                "completions      | {'prompt':[1,2,3]}                                          | ''",
                "embeddings       | {'input':['Hello','world']}                                 | Hello world",
                "responses        | {'input':[{'role':'user','content':[{'type':'input_text','text':'hi'}]}]} | hi",
                "messages         | {'messages':[{'role':'user','content':'hi'}]}               | hi",
                "models:generate  | {'contents':[{'parts':[{'text':'hi'}]}]}                    | hi",
            })
    void saysWhatIsAskedInAFewWords(String path, String body, String title) {
        Request request = Request.post("/v1/" + path, body.replace('\'', '"'));

        assertThat(ApiFamilies.parse(request).title()).isEqualTo(title);
    }

    @Test
    void keepsATitleShortWhereNothingSeparatesWords() {
        Request request = Request.post("/v1/completions", "{\"prompt\":\"" + "語𝒳".repeat(100_000) + "\"}");

        assertThat(ApiFamilies.parse(request).title()).endsWith("語𝒳").hasSizeBetween(50, 60);
    }

    @Test
    void readsBodiesThatAreNestedDeeply() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        Request request = Request.post("/v1/chat/completions", "{\"messages\":" + deep + ",\"model\":" + deep + "}");

        assertThat(ApiFamilies.parse(request).title()).isEmpty();
        assertThat(ApiFamilies.parse(request).model()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "text/event-stream,                 sse",
        "Text/Event-Stream; charset=utf-8,  sse",
        "application/x-ndjson,              ndjson",
        "application/json,                  whole",
        "'',                                whole",
        "text/event-streams,                whole",
    })
    void framesByContentType(String contentType, String format) {
        for (Request request : List.of(Request.get("/"), Request.post("/chat/completions", ""))) {
            assertThat(ApiFamilies.of(request).format(request, contentType).name())
                    .isEqualTo(format);
        }
    }
}
