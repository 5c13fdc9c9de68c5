package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.price.KnownPrices;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that count tokens and dollars in numbers that no answer means; recorded, replayed and listed they are all the same. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NumbersWithoutBoundTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private static String answer(String usage) {
        return "{\"id\":\"c\",\"model\":\"gpt-4\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],\"usage\":" + usage + "}";
    }

    private static void keep(DirectoryStore store, String usage) {
        Request request = ServerFixture.request(ServerFixture.QUESTION.replace("\"m\"", "\"gpt-4\""));
        Response response = Response.whole(200, "application/json", Bytes.utf8(answer(usage)));
        store.append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":1e-999999999}",
                "{\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":1e-500000000}",
                "{\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":1e999999999}",
                "{\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":1e99999999999}",
                "{\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":8999999}",
                "{\"prompt_tokens\":1000000000000,\"completion_tokens\":1000000000000}",
                "{\"prompt_tokens\":1e-999999999,\"completion_tokens\":1e999999999}",
                "{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":-1}"
            })
    void areReplayedAndListed(String usage) throws Exception {
        fixture.cache(new CacheSettings(CacheSettings.DEFAULT.ids(), 1 << 20, KnownPrices.table()));
        DirectoryStore store = fixture.closing(new DirectoryStore(directory, KeyRules.NONE));
        keep(store, usage);
        keep(store, usage);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> replayed =
                    ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION.replace("\"m\"", "\"gpt-4\"")));
            assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
            assertThat(replayed.body()).isEqualTo(answer(usage));
        }
        HttpResponse<String> list = OpenApi.call(server, "GET", "recordings");
        assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
        assertThat(Json.parse(list.body()).list("recordings")).hasSize(2);
        assertThat(OpenApi.call(server, "GET", "report").statusCode()).isEqualTo(200);
    }
}
