package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.MutatedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other tools' JSON files that hands, tools and disks have changed: each is named, and harms no other. {@code -Dmutations=20000} tries so many. */
@Slow
class MutatedJsonFilesTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 150);

    private static final Map<String, String> EXAMPLES = new TreeMap<>(
            Map.of(
                    "a.har",
                    "{'log': {'version': '1.2', '_recordingName': 't', 'entries': [{'startedDateTime': '2025-01-02T03:04:05.678Z', '_id': 'x', '_order': 0,"
                            + " 'request': {'method': 'POST', 'url': 'https://h/v1/x', 'bodySize': 2, 'headers': [{'name': 'content-type', 'value': 'application/json'}],"
                            + " 'postData': {'mimeType': 'application/json', 'text': '{}', 'params': [{'name': 'a', 'value': 'b'}]}},"
                            + " 'response': {'status': 200, 'headers': [{'name': 'content-type', 'value': 'application/json'}],"
                            + " 'content': {'size': 2, 'compression': 0, 'mimeType': 'text/plain; charset=utf-8', 'text': 'e30=', 'encoding': 'base64'}},"
                            + " 'timings': {'send': 0, 'wait': 1.5, 'receive': 2}}]}}",
                    "socket.har",
                    "{'log': {'entries': [{'startedDateTime': '2025-01-02T03:04:05.678Z', 'request': {'method': 'GET', 'url': 'wss://h/v1/realtime', 'headers': []},"
                            + " 'response': {'status': 101, 'headers': [], 'content': {'_file': 'a.jsonl'}},"
                            + " '_webSocketMessages': [{'type': 'send', 'time': 1735787045.7, 'opcode': 1, 'data': 'x'},"
                            + " {'type': 'receive', 'time': 1735787045.8, 'opcode': 2, 'data': 'AAE='}]}]}}",
                    "mappings/a.json",
                    "{'mappings': [{'priority': 1, 'insertionIndex': 3, 'scenarioName': 's', 'requiredScenarioState': 'Started', 'newScenarioState': 'b',"
                            + " 'request': {'method': 'POST', 'urlPath': '/x', 'queryParameters': {'a': {'equalTo': 'b'}}, 'headers': {'a': {'equalTo': 'b'}},"
                            + " 'bodyPatterns': [{'equalToJson': {'a': 1}, 'ignoreArrayOrder': true}]},"
                            + " 'response': {'status': 200, 'jsonBody': {'a': 1}, 'headers': {'a': ['b']}, 'fixedDelayMilliseconds': 5}}]}",
                    "mockserver.json",
                    "[{'httpRequest': {'method': 'POST', 'path': '/x', 'queryStringParameters': [{'name': 'a', 'values': ['b']}],"
                            + " 'headers': {'a': ['b']}, 'body': {'type': 'JSON', 'json': {'a': 1}, 'rawBytes': 'e30='}},"
                            + " 'httpResponse': {'statusCode': 200, 'headers': {'a': ['b']}, 'body': {'type': 'BINARY', 'base64Bytes': 'e30='},"
                            + " 'delay': {'timeUnit': 'SECONDS', 'value': 1}}, 'priority': 1, 'times': {'remainingTimes': 2}}]",
                    "hoverfly.json",
                    "{'data': {'pairs': [{'request': {'method': [{'matcher': 'exact', 'value': 'POST'}], 'path': [{'matcher': 'exact', 'value': '/x'}],"
                            + " 'destination': [{'matcher': 'exact', 'value': 'h'}], 'query': {'a': [{'matcher': 'exact', 'value': 'b'}]},"
                            + " 'body': [{'matcher': 'json', 'value': {'a': 1}}], 'requiresState': {'sequence:1': '1'}},"
                            + " 'response': {'status': 200, 'body': 'e30=', 'encodedBody': true, 'headers': {'a': ['b']}, 'fixedDelay': 5}}]},"
                            + " 'meta': {'schemaVersion': 'v5'}}",
                    "log.jsonl",
                    "{'request': {'method': 'POST', 'url': 'https://h/v1/x', 'headers': {'a': 'b'}, 'body': {'a': 1}},"
                            + " 'response': {'status': 200, 'headers': {'a': ['b']}, 'body': [{'a': 1}], 'request_id': 'r'}}\n"
                            + "{'custom_id': '1', 'method': 'POST', 'url': '/v1/x', 'body': {'a': 1}}\n"
                            + "{'custom_id': '1', 'response': {'status_code': 200, 'body': {'a': 1}}, 'error': null}\n"
                            + "{'prompt': {'messages': []}, 'completion': {'choices': [{'message': {'content': 'x'}}]}}",
                    "run/events.jsonl",
                    "{'seq': 1, 'ts': '2026-09-02T02:52:43Z', 'type': 'model.request', 'attrs': {'path': '/v1/x'}, 'payload': {'a': 1}}\n"
                            + "{'seq': 2, 'type': 'model.response', 'attrs': {'status': 200, 'duration_ms': 5}, 'payload': 'x'}\n",
                    "otel.json",
                    "{'resourceSpans': [{'scopeSpans': [{'spans': [{'spanId': 's', 'startTimeUnixNano': '1750000000000000000', 'attributes': ["
                            + "{'key': 'gen_ai.prompt.0.content', 'value': {'stringValue': 'x'}}, {'key': 'gen_ai.request.model', 'value': {'stringValue': 'm'}},"
                            + " {'key': 'gen_ai.completion.0.content', 'value': {'stringValue': 'y'}}, {'key': 'gen_ai.usage.input_tokens', 'value': {'intValue': '5'}},"
                            + " {'key': 'gen_ai.response.finish_reasons', 'value': {'arrayValue': {'values': [{'stringValue': 'stop'}]}}}]}]}]}]}",
                    "call.curl",
                    "$ curl -i https://h/v1/x -d a=1\nHTTP/1.1 200 OK\ncontent-type: text/plain\n\nabc\n"
                            + "$ curl -v https://h/v1/y\n* x\n> GET\n< HTTP/1.1 200 OK\n< content-length: 3\n< \nabc\n",
                    "aimock.json",
                    "{'fixtures': [{'match': {'userMessage': 'x', 'model': 'm', 'sequenceIndex': 0}, 'chunkSize': 5, 'latency': 1,"
                            + " 'response': {'content': 'abcdefgh', 'toolCalls': [{'name': 'f', 'arguments': {'a': 1}}], 'created': 17}}]}"));

    @TempDir
    Path directory;

    @Test
    void areNamedAndHarmNoOthers() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        MutatedFiles mutations = new MutatedFiles(seed);
        for (int done = 0; done < MUTATIONS; done++) {
            Path root = Files.createDirectories(directory.resolve("tree-" + done));
            String what = "seed " + seed + ", number " + done;
            for (Map.Entry<String, String> example : EXAMPLES.entrySet()) {
                Path file = root.resolve(example.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, mutations.of(json(example.getValue())));
            }
            Files.writeString(root.resolve("whole.har"), json(EXAMPLES.getOrDefault("a.har", "")));

            List<Found> found = found(root);

            Set<String> files = found.stream()
                    .map(each -> each.origin().replaceFirst("#.*", ""))
                    .collect(Collectors.toSet());
            assertThat(files).as(what).contains("whole.har").containsAll(EXAMPLES.keySet());
            for (Found each : found) {
                if (each instanceof Found.Converted converted) {
                    var recording = converted.recording();
                    assertThat(KeyRules.NONE
                                    .question(recording.exchange().request(), recording.test())
                                    .key()
                                    .toString())
                            .as(what)
                            .isNotEmpty();
                }
            }
        }
    }

    private static String json(String text) {
        return text.replace("'", "\"");
    }

    private static List<Found> found(Path root) {
        List<Found> found = new ArrayList<>();
        Formats.installed().open(root).forEach(found::add);
        return found;
    }
}
