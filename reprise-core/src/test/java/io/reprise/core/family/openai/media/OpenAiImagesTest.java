package io.reprise.core.family.openai.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenAiImagesTest extends ApiFamilyContract {
    private static final String COMPLETED =
            "{'type':'image_generation.completed','created_at':1,'b64_json':'AAAAAAAA','output_format':'png',"
                    + "'usage':{'input_tokens':5,'output_tokens':9}}";

    @Override
    protected ApiFamily family() {
        return OpenAiImages.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v1/images/generations", "{'model':'gpt-image-1','prompt':'a red fox','stream':true}"),
                        "gpt-image-1",
                        "a red fox",
                        events(
                                "{'type':'image_generation.partial_image','created_at':1,'partial_image_index':0,'b64_json':'AAAA'}",
                                COMPLETED),
                        said("", 5, 9)),
                new Example(
                        post("/openai/deployments/dall-e-3/images/generations", "{'prompt':'a fox'}"),
                        "dall-e-3",
                        "a fox",
                        whole(
                                "{'created':1,'data':[{'url':'https://example.com/1?sig=a','revised_prompt':'a fox at night'}]}"),
                        new Said("a fox at night", java.util.Optional.empty())),
                new Example(
                        edit(),
                        "gpt-image-1",
                        "make it blue",
                        whole("{'created':1,'data':[{'b64_json':'AAAA'}]}"),
                        Said.NOTHING));
    }

    private static Request edit() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ngpt-image-1\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"fox.png\"\r\nContent-Type: image/png\r\n\r\n1234567\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nmake it blue\r\n--b--\r\n";
        return new Request(
                "POST",
                "/v1/images/edits",
                "",
                Headers.of("content-type", "multipart/form-data; boundary=b"),
                Bytes.utf8(body));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(Request.get("/v1/images/generations"), post("/v1/images", "{}"));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(
                new Failing(
                        events(
                                "{'type':'error','error':{'type':'image_generation_user_error','code':'moderation_blocked','message':'x'}}"),
                        400),
                new Failing(events("{'type':'error','error':{'code':'rate_limit_exceeded'}}"), 429));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(
                new Shown(
                        edit(),
                        List.of(ChatMessage.of(
                                "user", text("make it blue"), new MessagePart.Media("image/png", OptionalLong.of(7)))),
                        whole("{'output_format':'webp','data':[{'b64_json':'AAAA'},{'url':'https://example.com/1'}]}"),
                        List.of(assistant(
                                new MessagePart.Media("image/webp", OptionalLong.of(3)),
                                new MessagePart.Media("image", OptionalLong.empty())))),
                new Shown(
                        post("/v1/images/generations", "{'prompt':'a fox'}"),
                        List.of(user("a fox")),
                        events("{'type':'image_generation.partial_image','b64_json':'AAAA'}", COMPLETED),
                        List.of(assistant(new MessagePart.Media("image/png", OptionalLong.of(6))))));
    }

    @Override
    protected List<String> members() {
        return List.of(".created TIME", ".data[].url STATE", ".data[].b64_json steady", ".created_at TIME");
    }

    @Test
    void waitsForEachImageThatWasAskedFor() {
        ParsedRequest two = ParsedRequest.of(post("/v1/images/generations", "{'n':2,'stream':true}"), family());

        assertThat(family().ending(two, new ParsedResponse(events(COMPLETED)))).isEqualTo(Ending.CUT);
        assertThat(family().ending(two, new ParsedResponse(events(COMPLETED, COMPLETED))))
                .isEqualTo(Ending.COMPLETE);
    }
}
