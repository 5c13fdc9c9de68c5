package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import java.util.List;

/** The key: the same however the request is spelled, and however often it was kept; another one for another test. */
final class KeyTarget implements FuzzTarget {
    private static final TestId TEST = new TestId("t");
    private static final TestId OTHER = new TestId("other");

    private static final KeyRules RULES = KeyRules.of(List.of(
            KeyRule.parse("leave out $..timestamp"),
            KeyRule.parse("replace uuid"),
            KeyRule.parse("replace /run-[0-9]+/ with <run> in $.messages"),
            KeyRule.parse("round to 2 places in $.temperature")));

    @Override
    public void check(Input input) {
        Request request = Input.request(input.parts(3));
        check(request, KeyRules.NONE);
        check(request, RULES);
        String text = input.text();
        Expect.same(
                Bytes.owning(PercentEncoding.decode(
                        PercentEncoding.encode(input.bytes().toArray(), ""))),
                input.bytes(),
                "what was percent-encoded");
        PercentEncoding.decodeStrictly(text)
                .ifPresent(
                        strict -> Expect.same(PercentEncoding.decodeText(text), strict, "what was decoded strictly"));
    }

    private static void check(Request request, KeyRules rules) {
        ParsedRequest parsed = ApiFamilies.parse(request);
        Question question = rules.question(parsed, TEST);
        String key = question.key().toString();
        Expect.same(rules.question(request, TEST).key().toString(), key, "the key, computed again");
        Expect.same(
                Json.parse(question.canonical().text()), question.canonical().value(), "the canonical form is JSON");
        boolean belongsToTests = !question.test().isNone();
        Expect.that(
                !belongsToTests
                        || !rules.question(request, OTHER).key().toString().equals(key),
                "another test has another key");
        Request kept = rules.kept(request);
        Expect.same(rules.question(kept, TEST).key().toString(), key, "the key of what is kept");
        Expect.same(rules.kept(kept), kept, "what is kept of what is kept");
        parsed.json().filter(json -> isPlain(request)).ifPresent(json -> {
            for (Layout layout : Layout.values()) {
                Request other = request.withBody(Bytes.utf8(json.write(layout)));
                Expect.same(rules.question(other, TEST).key().toString(), key, "the key in layout " + layout);
            }
        });
        Request traced = new Request(
                request.method(),
                request.path(),
                request.query(),
                request.headers().plus("x-request-id", "1"),
                request.body());
        Expect.same(rules.question(traced, TEST).key().toString(), key, "the key with a header that does not count");
    }

    /** Whether no header says how the body is to be read. */
    private static boolean isPlain(Request request) {
        Headers headers = request.headers();
        return headers.first("content-encoding").isEmpty()
                && headers.first("content-type")
                        .filter(type -> type.startsWith("multipart"))
                        .isEmpty();
    }

    @Override
    public List<Bytes> seeds() {
        String json = "content-type: application/json";
        return List.of(
                Bytes.utf8(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"run-7\"}],\"temperature\":0.70001,\"timestamp\":1}"),
                Input.joined("GET /v1/v1/models?key=x&a=%41+b&a&=", "range: bytes=00-01, -5", ""),
                Input.joined("POST /v1/%E4%F6/../x//y", json, "{\"a\":1e0,\"a\":[1.0,10000000000000000000000001]}"),
                Input.joined(
                        "POST /v1beta/models/g:streamGenerateContent?alt=sse",
                        json,
                        "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]}"),
                Input.joined(
                        "POST /v1/files",
                        "content-type: multipart/form-data; boundary=x",
                        "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n{\"timestamp\":1}\r\n--x--\r\n"),
                Input.joined("POST /x", json, "{\"a\":1e999999999}"),
                Bytes.utf8("[".repeat(20_000)),
                Expect.deepJson(10_000));
    }
}
