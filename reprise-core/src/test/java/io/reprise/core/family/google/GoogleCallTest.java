package io.reprise.core.family.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Media;
import io.reprise.core.conversation.MessagePart.Text;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GoogleCallTest extends ApiFamilyContract {
    @Override
    protected ApiFamily family() {
        return GoogleCall.PREDICTION;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                post(
                        "/v1beta1/projects/p/locations/l/publishers/google/models/text-embedding-x:predict",
                        "{'instances':[{'content':'red'},{'content':'blue'}]}"),
                "text-embedding-x",
                "red blue",
                whole(
                        "{'predictions':[{'embeddings':{'values':[0.1,0.2],'statistics':{'token_count':1}}},{'embeddings':{'values':[0.3,0.4],'statistics':{'token_count':2}}}]}"),
                said("", 3, 0)));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                post("/v1/projects/p/locations/l/publishers/anthropic/models/c:rawPredict", "{}"),
                post("/v1beta/models/g:embedContent", "{}"),
                post("/v1/predict", "{}"));
    }

    @Test
    void tellsOfEmbeddingsAndImages() {
        assertThat(plain(family().answered(new ParsedResponse(examples().get(0).response()))))
                .containsExactly(ChatMessage.of("assistant", NumberLists.unknown(2), NumberLists.unknown(2)));
        assertThat(plain(family().answered(new ParsedResponse(
                        whole("{'predictions':[{'mimeType':'image/png','bytesBase64Encoded':'AAEC'}]}")))))
                .containsExactly(ChatMessage.of("assistant", new Media("image/png", OptionalLong.of(3))));
    }

    @Test
    void tellsWhatIsEmbedded() {
        ApiFamily embeddings = GoogleCall.EMBEDDINGS;
        ParsedRequest request = ParsedRequest.of(
                post(
                        "/v1beta/models/e:batchEmbedContents",
                        "{'requests':[{'model':'models/e','content':{'parts':[{'text':'red'}]}},{'content':{'parts':[{'text':'blue'}]}}]}"),
                embeddings);

        assertThat(request.model()).contains("e");
        assertThat(request.title()).isEqualTo("red blue");
        assertThat(plain(embeddings.asked(request)))
                .containsExactly(ChatMessage.of("user", new Text("red")), ChatMessage.of("user", new Text("blue")));
    }
}
