package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.json.JsonPath;
import io.reprise.core.key.KeyRule;
import io.reprise.core.plan.AskAgain;
import io.reprise.core.plan.NeverKeep;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.PaceRule;
import io.reprise.core.store.directory.name.NamesTarget;
import io.reprise.core.stream.StreamFormats;
import io.reprise.formats.cassette.GoVcrFormat;
import io.reprise.formats.cassette.RubyVcrFormat;
import io.reprise.formats.cassette.VcrpyFormat;
import io.reprise.formats.curl.TxtarFormat;
import io.reprise.formats.llamastack.LlamaStackFormat;
import io.reprise.server.websocket.FramesTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All targets by their names. A new one needs a class and its line here. */
final class Targets {
    private Targets() {}

    static Map<String, FuzzTarget> all() {
        Map<String, FuzzTarget> all = new LinkedHashMap<>();
        all.put(
                "sse",
                new StreamTarget(
                        StreamFormats.SSE,
                        texts(
                                "event: a\nid: 1\nretry: 5\ndata: {\"a\":1}\ndata: 2\n\n: ping\n\ndata: [DONE]\n\n",
                                "\ufeffdata:x\r\n\r\ndata\r\rdata: y\n\r\n")));
        all.put("ndjson", new StreamTarget(StreamFormats.NDJSON, texts("{\"a\":1}\n{\"done\": true}\r\n\n\"x\"")));
        all.put(
                "json-array",
                new StreamTarget(
                        StreamFormats.JSON_ARRAY,
                        texts("[{\"a\":\"]}\\\"\"}\n,\r\n{\"b\":[1,2]}\n]\n", "[]", "[1,2", "[".repeat(20_000))));
        all.put("event-stream", new StreamTarget(StreamFormats.EVENT_STREAM, eventStreams()));
        all.put("json", new JsonTarget());
        all.put("multipart", new MultipartTarget());
        for (String coding : List.of("gzip", "deflate", "br", "zstd")) {
            all.put(coding, new CodingTarget(coding));
        }
        all.put("recording", new RecordingTarget());
        all.put("exchange", new ExchangeTarget());
        all.put("names", new NamesTarget());
        all.put("store", new StoreTarget());
        all.put(
                "llama-stack",
                new ImportTarget(
                        new LlamaStackFormat(), ImportTarget.DIRECTORY + "/0123456789abcdef.json", llamaStack()));
        all.put("vcrpy", new ImportTarget(new VcrpyFormat(), "a.yaml", vcrpy()));
        all.put("ruby-vcr", new ImportTarget(new RubyVcrFormat(), "a.yml", rubyVcr()));
        all.put("go-vcr", new ImportTarget(new GoVcrFormat(), "a.yaml", goVcr()));
        all.put("txtar", new ImportTarget(new TxtarFormat(), "a.txtar", txtar()));
        all.put("configuration", new ConfigurationTarget());
        putLines(all);
        all.put("pattern", new PatternTarget());
        all.put("key", new KeyTarget());
        all.put("difference", new DifferenceTarget());
        all.put("redaction", new RedactionTarget());
        all.put("words", new WordsTarget());
        all.put("routing", new RoutingTarget());
        all.put("frames", new FramesTarget());
        all.put("pem", new PemTarget());
        all.put("bytes", new ServerTarget(ServerTarget.Kind.RAW, ServerSeeds.rawRequests()));
        all.put("request", new ServerTarget(ServerTarget.Kind.REQUEST, ServerSeeds.requests()));
        all.put("control", new ServerTarget(ServerTarget.Kind.CONTROL, ServerSeeds.controlRequests()));
        return all;
    }

    /** Settings in one line. */
    private static void putLines(Map<String, FuzzTarget> all) {
        all.put(
                "key-rule",
                LineTarget.of(
                        KeyRule::parse,
                        "leave out $.a[*]..b['c']",
                        "replace uuid",
                        "replace /run-([0-9]+)/ with <$1> in $.messages",
                        "round to 2 places in $.temperature",
                        "include header x-a"));
        all.put("pace", LineTarget.of(Pace::parse, "x2", "ttft=300ms,tps=50,jitter=10%,seed=7,prefill=0.1ms,load=1.5"));
        all.put("pace-rule", LineTarget.of(PaceRule::parse, "recorded; test=a*", "ttft=1s; model=\"a, b\",path=/v1/*"));
        all.put(
                "fault",
                LineTarget.of(
                        FaultRule::parse,
                        "status=429,retry-after=2; model=gpt-*,first=2",
                        "cut=3; probability=10%,seed=7,per=test",
                        "recut=1..3",
                        "stall=2,for=5s",
                        "reset",
                        "error=1",
                        "malformed=2"));
        all.put("ask-again", LineTarget.hidden(AskAgain::parse, "GET,HEAD; POST,path=/v1/chat/*", "none", "all"));
        all.put("never-keep", LineTarget.hidden(NeverKeep::parse, "path=/v1/files/*; model=gpt-*,method=POST"));
        all.put("json-path", LineTarget.of(JsonPath::parse, "$..a[0]['b.c'][-1][*].*", "$['\\'']"));
    }

    private static List<Bytes> llamaStack() {
        String chat =
                "{\"test_id\":\"a\",\"request\":{\"method\":\"POST\",\"url\":\"http://0.0.0.0:11434/v1/chat/completions\",\"headers\":{},"
                        + "\"body\":{\"model\":\"m\",\"messages\":[],\"stream\":true},\"endpoint\":\"/v1/chat/completions\",\"model\":\"m\"},"
                        + "\"response\":{\"body\":[{\"__type__\":\"openai.types.chat.chat_completion_chunk.ChatCompletionChunk\",\"__data__\":{\"id\":\"rec-1\",\"choices\":[]}}],"
                        + "\"is_streaming\":true},\"id_normalization_mapping\":{\"chatcmpl-1\":\"rec-1\"}}";
        return texts(chat, chat.replace("true", "false"), "[".repeat(20_000), chat.replace("[]", "[".repeat(9_000)));
    }

    private static List<Bytes> vcrpy() {
        String request = "interactions:\n- request:\n    body: '{\"a\":1}'\n    headers:\n"
                + "      ? !!python/object/apply:multidict._multidict.istr\n      - Accept\n      : &id001 ['*/*']\n"
                + "    method: POST\n    uri: https://api.openai.com/v1/chat/completions\n  response:\n";
        return texts(
                request
                        + "    body: {string: !!binary H4sIAAAAAAAA/0vOAAA=}\n    headers: {content-encoding: [gzip]}\n    status: {code: 200}\n",
                request
                        + "    parsed_body: {a: 1e3, b: 0x1F, c: 190:20:30, d: \"\\L\"}\n    headers: {a: *id001}\n    status_code: 404\n",
                "interactions:\n- {kind: message, direction: sent, at: 0.5, data: {type: a}}\n- {kind: close, code: 1000}\n",
                "[".repeat(20_000));
    }

    private static List<Bytes> rubyVcr() {
        return texts(
                "---\nhttp_interactions:\n- request:\n    method: post\n    uri: \"<BASE>/a\"\n    body: {encoding: UTF-8, string: ''}\n"
                        + "  response:\n    status: {code: 200}\n    body: {encoding: ASCII-8BIT, base64_string: YQ==}\n"
                        + "  recorded_at: Wed, 19 Aug 2026 14:44:51 GMT\n");
    }

    private static List<Bytes> goVcr() {
        return texts(
                "---\nversion: 2\ninteractions:\n    - id: 0\n      request: {body: '', url: https://a/b, method: GET}\n"
                        + "      response:\n        body: |+\n            data: {}\n\n        headers: {Content-Type: [text/event-stream]}\n"
                        + "        status: 200 OK\n        code: 200\n");
    }

    private static List<Bytes> txtar() {
        String call =
                "-- req.sh --\ncurl -X POST 'https://api.openai.com/v1/chat/completions' -H \"a: $K\" \\\n  -d $'{\"a\": \\'b\\'}' --data-binary @body.json\n"
                        + "-- body.json --\n{}\n-- response.json --\n";
        return texts(
                call + "{\"a\": 1}\n",
                call + "data: {}\n\ndata: [DONE]\n",
                call + "{}\n{}\n",
                call + "[".repeat(20_000));
    }

    private static List<Bytes> texts(String... texts) {
        return List.of(texts).stream().map(Bytes::utf8).toList();
    }

    private static List<Bytes> eventStreams() {
        Bytes one = StreamFormats.EVENT_STREAM.chunk(PlainChunk.of("chunk", "{\"bytes\":\"e30=\"}"), 0);
        Bytes other = StreamFormats.EVENT_STREAM.chunk(PlainChunk.of("{\"a\":1}"), 1);
        return List.of(one, Bytes.concat(List.of(one, other, one)), one.slice(0, one.size() - 3));
    }
}
