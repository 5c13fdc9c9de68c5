package io.reprise.core.family.mistral;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart.Media;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class MistralOcrTest extends ApiFamilyContract {
    private static final String ASKED =
            "{'model':'mistral-ocr-x','document':{'type':'document_url','document_url':'data:application/pdf;base64,AAEC','document_name':'a letter'}}";
    private static final String ANSWER =
            "{'pages':[{'index':0,'markdown':'# Red','images':[{'id':'img-0.jpeg','image_base64':'data:image/jpeg;base64,AAECAw=='}]}],'model':'mistral-ocr-x','usage_info':{'pages_processed':1}}";

    @Override
    protected ApiFamily family() {
        return MistralOcr.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                post("/v1/ocr", ASKED),
                "mistral-ocr-x",
                "a letter",
                whole(ANSWER),
                new Said("# Red", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(Request.get("/v1/ocr"), post("/v1/chat/completions", ASKED));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(new Shown(
                post("/v1/ocr", ASKED),
                List.of(ChatMessage.of("user", new Media("application/pdf", OptionalLong.of(3)))),
                whole(ANSWER),
                List.of(assistant(text("# Red"), new Media("image/jpeg", OptionalLong.of(4))))));
    }
}
