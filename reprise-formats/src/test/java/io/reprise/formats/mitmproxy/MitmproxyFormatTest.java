package io.reprise.formats.mitmproxy;

import static io.reprise.formats.FoundFiles.recording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MitmproxyFormatTest {
    /** 27 November 2026, noon, in UTC. */
    private static final double NOON = 1_795_780_800;

    @TempDir
    Path directory;

    private static Value bytes(String text) {
        return new Value.Text(Bytes.utf8(text));
    }

    private static Value number(double number) {
        return new Value.Numeric(number);
    }

    private static Value items(Value... items) {
        return new Value.Items(List.of(items));
    }

    private static Value members(Object... members) {
        Map<String, Value> all = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            all.put((String) members[i], (Value) members[i + 1]);
        }
        return new Value.Members(all);
    }

    private static Value with(Value whole, String name, Value changed) {
        Map<String, Value> all = new LinkedHashMap<>(((Value.Members) whole).all());
        all.put(name, changed);
        return new Value.Members(all);
    }

    private static Value request(String body, double begin) {
        return members(
                "method", bytes("POST"),
                "scheme", bytes("https"),
                "authority", bytes(""),
                "host", bytes("10.0.0.1"),
                "port", number(443),
                "path", bytes("/v1/x?a=b"),
                "headers",
                        items(
                                items(bytes("Host"), bytes("api.example")),
                                items(bytes("Content-Type"), bytes("text/plain"))),
                "content", bytes(body),
                "timestamp_start", number(begin));
    }

    private static Value response(String body, double end) {
        return members(
                "status_code", number(201),
                "headers", items(items(bytes("X-A"), bytes("1")), items(bytes("Content-Length"), bytes("2"))),
                "content", bytes(body),
                "timestamp_end", number(end));
    }

    private static Value flow(Value request, Value response) {
        return members("type", bytes("http"), "version", number(21), "request", request, "response", response);
    }

    private static void write(Value value, ByteArrayOutputStream out) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        char type;
        if (value instanceof Value.Text text) {
            content.writeBytes(text.content().toArray());
            type = ',';
        } else if (value instanceof Value.Numeric number) {
            content.writeBytes(Double.toString(number.value()).getBytes(StandardCharsets.US_ASCII));
            type = '^';
        } else if (value instanceof Value.Bool bool) {
            content.writeBytes(Boolean.toString(bool.isTrue()).getBytes(StandardCharsets.US_ASCII));
            type = '!';
        } else if (value instanceof Value.Items items) {
            items.all().forEach(item -> write(item, content));
            type = ']';
        } else if (value instanceof Value.Members members) {
            members.all().forEach((name, member) -> {
                write(bytes(name), content);
                write(member, content);
            });
            type = '}';
        } else {
            type = '~';
        }
        out.writeBytes((content.size() + ":").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content.toByteArray());
        out.write(type);
    }

    private static byte[] written(Value... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Value value : values) {
            write(value, out);
        }
        return out.toByteArray();
    }

    private List<Found> found(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("a.mitm"), content);
        List<Found> found = new ArrayList<>();
        Formats.installed().open(file).forEach(found::add);
        return found;
    }

    private static Found converted(String origin, String request, String response, long at) {
        return new Found.Converted(
                origin,
                new Recording(
                        TestId.NONE,
                        "api.example",
                        1,
                        new Exchange(
                                new Request(
                                        "POST",
                                        "/v1/x",
                                        "a=b",
                                        Headers.of("content-type", "text/plain"),
                                        Bytes.utf8(request)),
                                new Response(
                                        201,
                                        Headers.of("x-a", "1"),
                                        StreamFormat.WHOLE,
                                        List.of(Chunk.of(at, response)),
                                        Ending.COMPLETE)),
                        Optional.of(LocalDate.of(2026, 11, 27))),
                List.of());
    }

    @Test
    void makesRecordingsInTheOrderOfTheRequests() throws IOException {
        byte[] content = written(
                flow(request("later", NOON + 1), response("b", NOON + 1.5)),
                flow(request("first", NOON), response("a", NOON + 2)));

        assertThat(found(content))
                .containsExactly(converted("a.mitm#2", "first", "a", 2_000), converted("a.mitm#1", "later", "b", 500));
    }

    @Test
    void nameOfAFileInADirectoryIsTheTest() throws IOException {
        Path file = Files.createDirectories(directory.resolve("chat")).resolve("joke.flows");
        Files.write(file, written(flow(request("q", NOON), response("a", NOON))));
        List<Found> found = new ArrayList<>();
        Formats.installed().open(directory).forEach(found::add);

        assertThat(found)
                .singleElement()
                .isInstanceOfSatisfying(
                        Found.Converted.class,
                        each -> assertThat(each.recording().test()).isEqualTo(new TestId("chat/joke")));
    }

    @Test
    void makesAConversationOfAWebSocket() throws IOException {
        Value message = items(number(1), new Value.Bool(true), bytes("hello"), number(NOON + 1), new Value.Bool(false));
        Value dropped =
                items(number(1), new Value.Bool(true), bytes("dropped"), number(NOON + 1), new Value.Bool(true));
        Value answer = items(number(2), new Value.Bool(false), bytes("ok"), number(NOON + 2), new Value.Bool(false));
        Value socket = members(
                "messages", items(message, dropped, answer),
                "closed_by_client", new Value.Bool(true),
                "close_code", number(1000),
                "close_reason", bytes("bye"),
                "timestamp_end", number(NOON + 3));

        List<Found> found = found(written(with(flow(request("", NOON), response("", NOON)), "websocket", socket)));

        assertThat(found)
                .singleElement()
                .isInstanceOfSatisfying(
                        Found.Converted.class,
                        each -> assertThat(each.recording().exchange().socket())
                                .contains(new SocketConversation(
                                        List.of(
                                                SocketMessage.text(1_000, Sender.CLIENT, "hello"),
                                                new SocketMessage(2_000, Sender.UPSTREAM, true, Bytes.utf8("ok"))),
                                        Optional.of(new SocketConversation.Close(3_000, Sender.CLIENT, 1000, "bye")))));
    }

    @Test
    void leavesOutWhatIsNotWholeAndSaysWhy() throws IOException {
        Value request = request("q", NOON);
        Value response = response("a", NOON);

        assertThat(found(written(
                        members("type", bytes("tcp"), "version", number(21)),
                        flow(with(request, "method", bytes("CONNECT")), response),
                        flow(with(request, "content", Value.NONE), response),
                        flow(request, Value.NONE),
                        flow(request, with(response, "content", Value.NONE)),
                        flow(request, with(response, "status_code", number(304))),
                        flow(request, with(response, "status_code", number(999))),
                        with(flow(request, response), "error", members("msg", bytes("lost"))))))
                .containsExactly(
                        new Found.LeftOut("a.mitm#1", "it is no flow of HTTP"),
                        new Found.LeftOut("a.mitm#2", "it is no request to a server over HTTP"),
                        new Found.LeftOut("a.mitm#3", "the body of its request is not in the file"),
                        new Found.LeftOut("a.mitm#4", "there was no response"),
                        new Found.LeftOut(
                                "a.mitm#5", "its body is not in the file: mitmproxy passed it on as a stream"),
                        new Found.LeftOut("a.mitm#6", "its response is in the cache of the client: its status is 304"),
                        new Found.Unreadable("a.mitm#7", "status 999 is not between 100 and 599"),
                        new Found.LeftOut("a.mitm#8", "the connection failed while its response arrived"));
    }

    @Test
    void aFileThatEndsInTheMiddleGivesWhatCameBefore() throws IOException {
        Value flow = flow(request("first", NOON), response("a", NOON + 2));
        byte[] whole = written(flow);
        byte[] both = written(flow, flow);
        byte[] cut = Arrays.copyOf(both, both.length - 10);

        assertThat(found(cut))
                .containsExactly(
                        converted("a.mitm#1", "first", "a", 2_000),
                        new Found.Unreadable(
                                "a.mitm#2", "byte " + whole.length + ": it ends in the middle of a value"));
    }

    @Test
    void readsWhatWasWritten() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Value value = any(random, 5);

            Tnetstring read = new Tnetstring(Bytes.owning(written(value)));

            assertThat(read.next()).as("seed " + seed + ", value " + i).isEqualTo(value);
            assertThat(read.isAtEnd()).as("seed " + seed + ", value " + i).isTrue();
        }
    }

    private static Value any(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> bytes("text".repeat(random.nextInt(4)));
            case 1 -> number(random.nextDouble());
            case 2 -> new Value.Bool(random.nextBoolean());
            case 3 -> Value.NONE;
            case 4 -> items(any(random, depth - 1), any(random, depth - 1));
            default -> members("a", any(random, depth - 1), "b", any(random, depth - 1));
        };
    }

    @Test
    void aTimeBeyondTheCalendarIsNoDay() throws IOException {
        List<Found> found = found(written(flow(request("first", 1e300), response("a", 1e300))));

        assertThat(recording(found.get(0)).recordedOn()).isEmpty();
    }

    @Test
    void brokenBytesAreNamed() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = written(flow(request("first", NOON), response("a", NOON + 2)));
        for (int i = 0; i < 500; i++) {
            byte[] broken = whole.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                broken[40 + random.nextInt(broken.length - 40)] = (byte) random.nextInt(256);
            }

            assertThat(found(broken)).as("seed " + seed + ", file " + i).isNotEmpty();
        }
        assertThatThrownBy(() -> new Tnetstring(Bytes.utf8("x".repeat(3))).next())
                .isInstanceOf(DocumentException.class)
                .hasMessage("byte 0: a value has no length");
        assertThatThrownBy(() -> new Tnetstring(Bytes.owning(deep(200))).next())
                .isInstanceOf(DocumentException.class)
                .hasMessageEndingWith("it has more than 100 levels");
    }

    private static byte[] deep(int levels) {
        Value value = Value.NONE;
        for (int i = 0; i < levels; i++) {
            value = items(value);
        }
        return written(value);
    }
}
