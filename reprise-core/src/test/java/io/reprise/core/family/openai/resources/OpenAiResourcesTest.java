package io.reprise.core.family.openai.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiResourcesTest {

    @ParameterizedTest
    @CsvSource({
        "POST,   /v1/uploads,                                          openai-uploads,       create",
        "POST,   /v1/uploads/upload_1/complete,                        openai-uploads,       complete",
        "POST,   /v1/batches,                                          openai-batches,       create",
        "GET,    /openai/batches/batch_1,                              openai-batches,       get",
        "POST,   /v1/batches/batch_1/cancel,                           openai-batches,       cancel",
        "GET,    /v1/batches,                                          openai-batches,       list",
        "POST,   /v1/vector_stores,                                    openai-vector-stores, create",
        "DELETE, /v1/vector_stores/vs_1,                               openai-vector-stores, delete",
        "POST,   /v1/vector_stores/vs_1/files,                         openai-vector-stores, files",
        "GET,    /v1/vector_stores/vs_1/files/file_1,                  openai-vector-stores, get",
        "POST,   /v1/vector_stores/vs_1/search,                        openai-vector-stores, search",
        "POST,   /v1/fine_tuning/jobs,                                 openai-fine-tuning,   jobs",
        "GET,    /v1/fine_tuning/jobs/ftjob-1/events,                  openai-fine-tuning,   events",
        "GET,    /v1/containers/cntr_1/files/cfile_1/content,          openai-containers,    content",
        "POST,   /v1/assistants,                                       openai-assistants,    create",
        "POST,   /v1/threads/runs,                                     openai-threads,       runs",
        "POST,   /v1/threads/thread_1/runs/run_1/submit_tool_outputs,  openai-threads,       submit tool outputs",
        "GET,    /v1/videos/video_1/content,                           openai-videos,        content",
        "GET,    /v1/evals/eval_1/runs,                                openai-evals,         runs",
        "GET,    /v1/chat/completions/chatcmpl-1,                      openai-stored-chats,  get",
        "GET,    /v1/models/gpt-4o,                                    model,                get",
        "GET,    /other/batches/1,                                     http,                 ''",
        "POST,   /v1/threads/thread_1/cars,                            http,                 cars",
        "POST,   /v1/realtime/client_secrets,                          openai-realtime,      client secrets",
        "POST,   /openai/v1/realtime/calls,                            openai-realtime,      calls",
    })
    void knowsThingsAndWhatIsDone(String method, String path, String name, String title) {
        ParsedRequest request = ApiFamilies.parse(new Request(method, path, "", Headers.NONE, Bytes.utf8("{}")));

        assertThat(request.family().name()).isEqualTo(name);
        assertThat(request.title()).isEqualTo(title);
    }

    @Test
    void namesTheModelThatIsAskedAbout() {
        assertThat(ApiFamilies.parse(Request.get("/v1/models/ft%3Agpt-4o")).model())
                .contains("ft:gpt-4o");
    }

    @Test
    void namesAStoreAfterWhatIsSearched() {
        Request search = Request.post("/v1/vector_stores/vs_1/search", "{\"query\":\"where is it\"}");

        assertThat(ApiFamilies.parse(search).title()).isEqualTo("where is it");
    }

    @Test
    void wordsErrorsForAllSdksThatUseThePath() {
        assertThat(OpenAiResources.FILES.error(404, "c", "m").write(Layout.COMPACT))
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"c\"}}");
        assertThat(OpenAiResources.FILES.error(404, "c", "m").get("type")).contains(new Json.JsonString("error"));
    }
}
