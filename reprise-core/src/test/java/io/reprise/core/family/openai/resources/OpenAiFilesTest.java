package io.reprise.core.family.openai.resources;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class OpenAiFilesTest extends ApiFamilyContract {
    private static final Request UPLOAD = new Request(
            "POST",
            "/v1/files",
            "",
            Headers.of("content-type", "multipart/form-data; boundary=b"),
            Bytes.utf8(
                    "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"two lines.jsonl\"\r\n\r\n{}\n\r\n--b--\r\n"));

    @Override
    protected ApiFamily family() {
        return OpenAiResources.FILES;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        UPLOAD,
                        "",
                        "two lines.jsonl",
                        whole(
                                "{'id':'file-1','object':'file','created_at':1,'expires_at':2,'filename':'two lines.jsonl'}"),
                        new Said("two lines.jsonl", Optional.empty())),
                new Example(Request.get("/v1/files/file-1"), "", "get", whole("{'id':'file-1'}"), Said.NOTHING),
                new Example(Request.get("/openai/files/file-1/content"), "", "content", whole("{}"), Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1beta/files/1"),
                Request.get("/drive/files/1"),
                Request.get("/v1/vector_stores/vs_1/files"),
                post("/v1/files/file-1", "{}"));
    }

    @Override
    protected List<Shown> shown() {
        return List.of(new Shown(
                UPLOAD,
                List.of(ChatMessage.of("user", new MessagePart.Media("two lines.jsonl", OptionalLong.of(3)))),
                Response.whole(200, "application/pdf", Bytes.utf8("%PDF")),
                List.of()));
    }

    @Override
    protected List<String> members() {
        return List.of(".id ID", ".created_at TIME", ".filename steady", ".data[].id ID");
    }
}
