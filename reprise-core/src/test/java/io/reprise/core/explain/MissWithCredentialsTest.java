package io.reprise.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Miss.Reason;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissWithCredentialsTest {
    /** Put together so that no scanner of source code takes this file for a leak. */
    private static final String KEY = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";

    private static final String OTHER_KEY = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iQQ";
    private static final String OWN = "my-client-secret-42-abc";

    private final KnownCredentials known = new KnownCredentials();
    private final Map<String, Recording> recordings = new HashMap<>();
    private final RequestIndex index = new RequestIndex();
    private final MissExplainer explainer = new MissExplainer(
            index,
            KeyRules.NONE,
            location -> Optional.ofNullable(recordings.get(location)).map(recording -> new Entry(location, recording)),
            "record",
            Redaction.DEFAULT.knowing(known).words());

    private record Entry(String location, Recording recording) implements Store.Entry {
        @Override
        public Question question() {
            return KeyRules.NONE.question(recording.exchange().request(), recording.test());
        }
    }

    @Test
    void saysNoCredentialThatADifferenceDivides() {
        known.note(Headers.of("x-api-key", OWN), "");
        record("one.json", chat("call it with " + OTHER_KEY + " and my-client-secret-41-abc please"));

        Miss miss = explain(chat("call it with " + KEY + " and " + OWN + " please"));

        assertThat(miss.line()).contains("and [-my-client-secret-41-abc-]{+[masked]+} please");
        assertSaysNothing(miss);
    }

    @Test
    void saysThatOnlyCredentialsDiffer() {
        record("one.json", chat("call it with " + OTHER_KEY));

        Miss miss = explain(chat("call it with " + KEY));

        assertThat(miss.line())
                .isEqualTo("nearest one.json differs in request: the credentials differ; they are not shown");
        assertSaysNothing(miss);
    }

    @Test
    void saysNoneOfPathModelTestFileNameAndParts() {
        known.note(Headers.of("x-api-key", OWN), "");
        record("t/" + KEY.toLowerCase(Locale.ROOT) + "/gpt-my-client-secret-42-abc.json", chat("hi"));
        String longText = "x".repeat(180) + "." + KEY;

        assertSaysNothing(explain(new Request(
                "POST",
                "/v1/" + longText + "/chat/completions",
                "",
                Headers.NONE,
                chat("hi").body())));
        assertSaysNothing(explain(Request.post("/v1/chat/completions", "{\"model\":\"" + OWN + "\",\"messages\":[]}")));
        assertSaysNothing(explain(Request.post(
                "/v1/chat/completions",
                "{\"model\":\"m\",\"" + KEY + "\":1,\"b\":{\"" + OWN + "\":[\"" + longText + "\"]}}")));
        assertSaysNothing(explain(Request.post("/v1/chat/completions", "not JSON " + KEY + OWN)));
        assertSaysNothing(explain(new Request(
                "POST",
                "/v1/audio/transcriptions",
                "",
                Headers.of("content-type", "multipart/form-data; boundary=b"),
                Bytes.utf8("--b\r\ncontent-disposition: form-data; name=\"" + OWN + "\"; filename=\"" + KEY
                        + ".txt\"\r\n\r\n" + KEY + "\r\n--b--\r\n"))));
    }

    private static void assertSaysNothing(Miss miss) {
        String said = (miss.line() + miss.message() + miss.toJson().write(Layout.COMPACT)).toLowerCase(Locale.ROOT);
        assertThat(said)
                .doesNotContain("zq3fv8mn2xlr")
                .doesNotContain("9wpd4hsj6cyg")
                .doesNotContain("client-secret-42");
    }

    private Miss explain(Request asked) {
        index.complete();
        return explainer.explain(KeyRules.NONE.question(asked, new TestId("t")), Reason.NOT_RECORDED);
    }

    private static Request chat(String text) {
        return Request.post(
                "/v1/chat/completions",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}");
    }

    private void record(String location, Request request) {
        Response response = Response.whole(200, "application/json", Bytes.utf8("{}"));
        Recording recording = new Recording(TestId.NONE, "", 1, new Exchange(request, response));
        recordings.put(location, recording);
        index.add(new Entry(location, recording));
    }
}
