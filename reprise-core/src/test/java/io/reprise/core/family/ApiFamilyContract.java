package io.reprise.core.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily.ChannelText;
import io.reprise.core.family.ApiFamily.Piece;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import io.reprise.core.view.Leaves;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What holds for every API family. A family's own test extends this with examples of what its clients and servers send. */
public abstract class ApiFamilyContract {
    private static final String MESSAGE = "no recording answers \"this\" – see below\n  messages[0]: [-a-]{+b+}";

    /**
     * An exchange, and what is to be known of it.
     *
     * @param model empty for none
     */
    public record Example(Request request, String model, String title, Response response, Said said) {}

    /**
     * What an answer says.
     *
     * @param text all texts, joined
     */
    public record Said(String text, Optional<TokenUsage> usage) {
        public static final Said NOTHING = new Said("", Optional.empty());
    }

    /** What people are shown of an exchange. */
    public record Shown(Request request, List<ChatMessage> asked, Response response, List<ChatMessage> answered) {}

    /** A stream with status 200 that ends with an error, and the status that this means. */
    public record Failing(Response response, int status) {}

    protected abstract ApiFamily family();

    /** At least one; streams too, where the API has some. */
    protected abstract List<Example> examples();

    /** Requests of other families, the more alike the better. */
    protected abstract List<Request> foreign();

    /** How many chunks at the end of an example's stream may be missing, because it is complete without them. */
    protected int notNeeded(Example example) {
        return 0;
    }

    /** Conversations, where the API has some. */
    protected List<Shown> shown() {
        return List.of();
    }

    /** Errors within streams, where the API has some. */
    protected List<Failing> failing() {
        return List.of();
    }

    /** Members and why they are volatile, such as {@code .choices[].delta.id ID}, or {@code steady}. */
    protected List<String> members() {
        return List.of();
    }

    @Test
    void coversItsOwnRequestsOnly() {
        for (Example example : examples()) {
            assertThat(ApiFamilies.of(example.request()))
                    .as("%s", example.request())
                    .isSameAs(family());
        }
        for (Request request : foreign()) {
            assertThat(ApiFamilies.of(request)).as("%s", request).isNotSameAs(family());
        }
    }

    @Test
    void knowsModelAndTitle() {
        for (Example example : examples()) {
            ParsedRequest request = ParsedRequest.of(example.request(), family());

            assertThat(request.model().orElse("")).isEqualTo(example.model());
            assertThat(request.title()).isEqualTo(example.title());
        }
    }

    @Test
    void isNotTroubledByRubbish() {
        for (String body : List.of("", "rubbish", "null", "[]", "{}", "{\"model\":{},\"messages\":{},\"input\":7}")) {
            for (Example example : examples()) {
                ParsedRequest request = ParsedRequest.of(example.request().withBody(Bytes.utf8(body)), family());
                ParsedResponse response = new ParsedResponse(Response.whole(200, "application/json", Bytes.utf8(body)));

                assertThat(request.title()).isNotNull();
                assertThat(request.model()).isNotNull();
                assertThat(family().asked(request)).isNotNull();
                assertThat(family().answered(response)).isNotNull();
                assertThat(family().status(response)).isEqualTo(200);
                assertThat(family().ending(request, response)).isEqualTo(Ending.COMPLETE);
                assertThat(family().usage(response)).isEmpty();
                assertThat(family().texts(response)).hasSizeLessThan(2);
                assertThat(family().saysTheSame(response, response)).isTrue();
            }
        }
    }

    @Test
    void showsTheMessageOfAnError() {
        for (int status : new int[] {400, 401, 404, 408, 413, 429, 500, 503}) {
            Json error = family().error(status, "code", MESSAGE);
            Refusal refusal = family().refusal(new Refused(
                    status, Optional.of(MESSAGE), Optional.empty(), Optional.empty(), java.time.Instant.EPOCH));

            assertThat(strings(Json.parse(error.write(Layout.COMPACT)))).contains(MESSAGE);
            assertThat(strings(refusal.body())).contains(MESSAGE);
        }
    }

    @Test
    void tellsOfAnErrorInOneChunkOfAStream() {
        for (StreamFormat format : List.of(StreamFormats.SSE, StreamFormats.NDJSON)) {
            Bytes frame = format.error(family().errorChunk(family().error(500, "code", MESSAGE)), 1);
            Framer framer = format.framer();

            assertThat(framer.feed(frame)).containsExactly(frame);
            assertThat(framer.rest()).isEmpty();
            ParsedResponse response = new ParsedResponse(
                    new Response(200, Headers.NONE, format, List.of(new Chunk(0, frame)), Ending.CUT));
            assertThat(strings(response.payloads(0).get(0).orElseThrow())).contains(MESSAGE);
            assertThat(family().isLast(format, new Chunk(0, frame))).isFalse();
        }
    }

    @Test
    void knowsHowItsAnswersEndWhereverTheyAreCut() {
        for (Example example : examples()) {
            Response response = example.response();
            Bytes body = response.body();
            for (int cut = 0; cut <= body.size(); cut++) {
                Response again = reframed(response, List.of(body.slice(0, cut), body.slice(cut, body.size())));

                assertThat(ending(example, again)).as("cut at %s", cut).isEqualTo(Ending.COMPLETE);
            }
            for (int length = 0; length < body.size(); length++) {
                Response broken = endedBy(Ending.CUT, reframed(response, List.of(body.slice(0, length))));
                boolean hasMark = broken.chunks().stream().anyMatch(chunk -> family().isLast(broken.format(), chunk));

                assertThat(ending(example, broken))
                        .as("broken after %s", length)
                        .isEqualTo(hasMark ? Ending.COMPLETE : Ending.CUT);
                assertThat(hasMark && length < needed(example) - 2)
                        .as("a mark before the end")
                        .isFalse();
            }
        }
    }

    @Test
    void takesAStreamThatEndsEarlyForCutHoweverCleanItsEndIs() {
        for (Example example : examples()) {
            List<Chunk> chunks = example.response().chunks();
            int needed = example.response().isStream() ? chunks.size() - notNeeded(example) : 0;
            for (int i = 0; i < needed; i++) {
                Response early = endedBy(Ending.COMPLETE, example.response().withChunks(chunks.subList(0, i)));

                assertThat(ending(example, early)).as("after %s chunks", i).isEqualTo(Ending.CUT);
            }
        }
    }

    @Test
    void knowsWhatAnErrorWithinAStreamMeans() {
        for (Failing failing : failing()) {
            for (Ending ending : List.of(Ending.COMPLETE, Ending.CUT)) {
                ParsedResponse response = new ParsedResponse(endedBy(ending, failing.response()));

                assertThat(family().status(response))
                        .as("%s", failing.response().body())
                        .isEqualTo(failing.status());
                assertThat(ending == Ending.CUT || family().ending(response) == Ending.COMPLETE)
                        .as("an error ends the answer")
                        .isTrue();
            }
        }
        for (Example example : examples()) {
            assertThat(family().status(new ParsedResponse(example.response())))
                    .isEqualTo(example.response().status());
        }
    }

    @Test
    void showsConversations() {
        for (Shown shown : shown()) {
            assertThat(plain(family().asked(ParsedRequest.of(shown.request(), family()))))
                    .isEqualTo(plain(shown.asked()));
            assertThat(plain(family().answered(new ParsedResponse(shown.response()))))
                    .isEqualTo(plain(shown.answered()));
        }
        for (Example example : examples()) {
            assertThat(family().asked(ParsedRequest.of(example.request(), family())))
                    .isNotNull();
            assertThat(family().answered(new ParsedResponse(example.response())))
                    .isNotNull();
        }
    }

    /** What no rule of the family knows is a part of its own, so that a reader can trust the view. */
    @Test
    void losesNothingOfAnExchange() {
        for (Example example : examples()) {
            assertLosesNothing(example.request(), example.response());
        }
        for (Shown shown : shown()) {
            assertLosesNothing(shown.request(), shown.response());
        }
    }

    private void assertLosesNothing(Request request, Response response) {
        ParsedRequest parsed = ParsedRequest.of(request, family());

        assertThat(Leaves.lost(parsed, new Exchange(request, response)))
                .as("%s\n%s", request.body(), response.body())
                .isEmpty();
    }

    /** The words alone, without ids, bytes of media, choices and reasons. */
    protected static List<ChatMessage> plain(List<ChatMessage> messages) {
        return messages.stream()
                .map(message -> new ChatMessage(
                        message.role(),
                        message.parts().stream().map(ApiFamilyContract::plain).toList()))
                .toList();
    }

    private static MessagePart plain(MessagePart part) {
        if (part instanceof MessagePart.ToolCall call) {
            return new MessagePart.ToolCall(call.name(), call.arguments());
        }
        if (part instanceof MessagePart.ToolResult result) {
            return new MessagePart.ToolResult(result.name(), result.text());
        }
        if (part instanceof MessagePart.Reasoning thought) {
            return new MessagePart.Reasoning(thought.text());
        }
        if (part instanceof MessagePart.Media media) {
            return new MessagePart.Media(media.type(), media.bytes());
        }
        return part instanceof MessagePart.Numbers numbers ? NumberLists.unknown(numbers.count()) : part;
    }

    @Test
    void knowsWhyMembersAreVolatile() {
        for (String member : members()) {
            String[] pathAndWhy = member.split(" ", 2);
            int dot = pathAndWhy[0].lastIndexOf('.');
            Optional<Volatility> why =
                    family().volatility(pathAndWhy[0].substring(0, dot), pathAndWhy[0].substring(dot + 1));

            assertThat(why.map(Volatility::name).orElse("steady"))
                    .as("%s", pathAndWhy[0])
                    .isEqualTo(pathAndWhy[1]);
        }
    }

    private Ending ending(Example example, Response response) {
        return family().ending(ParsedRequest.of(example.request(), family()), new ParsedResponse(response));
    }

    /** The bytes of the chunks that a stream needs to be complete. */
    private int needed(Example example) {
        List<Chunk> chunks = example.response().chunks();
        return chunks.subList(0, chunks.size() - notNeeded(example)).stream()
                .mapToInt(chunk -> chunk.bytes().size())
                .sum();
    }

    @Test
    void givesTextAndUsageOfAnswers() {
        for (Example example : examples()) {
            ParsedResponse response = new ParsedResponse(example.response());
            StringBuilder text = new StringBuilder();
            family().texts(response).forEach(channel -> text.append(channel.joined()));

            assertThat(text.toString()).isEqualTo(example.said().text());
            assertThat(family().usage(response).map(usage -> new TokenUsage(usage.input(), usage.output())))
                    .isEqualTo(example.said().usage());
        }
    }

    @Test
    void takesAnswersForTheSameThatDifferInWhatIsVolatile() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (Example example : examples()) {
            ParsedResponse one = new ParsedResponse(example.response());
            assertThat(family().saysTheSame(one, one)).isTrue();
            for (int i = 0; i < 50; i++) {
                Response other = changed(example.response(), json -> withOtherVolatiles(json, "", random));

                assertThat(family().saysTheSame(one, new ParsedResponse(other)))
                        .as("seed %s: %s", seed, other.body())
                        .isTrue();
            }
        }
    }

    @Test
    void takesAnswersWithOtherWordsForOthers() {
        for (Example example : examples()) {
            ParsedResponse one = new ParsedResponse(example.response());
            for (ChannelText channel : family().texts(one)) {
                for (Piece piece : channel.pieces()) {
                    if (!piece.text().isBlank()) {
                        Response other = withOtherText(example.response(), piece);

                        assertThat(family().saysTheSame(one, new ParsedResponse(other)))
                                .as("%s", piece)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void knowsWhereItsClientsSendTheirKey() {
        assertThat(family().keyPlaces()).isNotEmpty();
        assertThat(ApiFamilies.keyPlaces()).containsAll(family().keyPlaces());
        assertThat(ApiFamilies.urlVariables()).containsAll(family().urlVariables());
    }

    private static Response reframed(Response response, List<Bytes> pieces) {
        Framer framer = response.format().framer();
        List<Chunk> chunks = new ArrayList<>();
        for (Bytes piece : pieces) {
            framer.feed(piece).forEach(frame -> chunks.add(new Chunk(0, frame)));
        }
        framer.rest().ifPresent(rest -> chunks.add(new Chunk(0, rest)));
        return new Response(response.status(), response.headers(), response.format(), chunks, Ending.COMPLETE);
    }

    private static Response endedBy(Ending ending, Response response) {
        return new Response(response.status(), response.headers(), response.format(), response.chunks(), ending);
    }

    /** The same with the JSON of each chunk changed, and framed again. */
    private static Response changed(Response response, UnaryOperator<Json> change) {
        List<Chunk> chunks = new ArrayList<>();
        for (Chunk chunk : response.chunks()) {
            chunks.add(changed(response, chunk, change));
        }
        return new Response(response.status(), response.headers(), response.format(), chunks, response.ending());
    }

    private static Chunk changed(Response response, Chunk chunk, UnaryOperator<Json> change) {
        StreamFormat format = response.format();
        Bytes content = format.content(chunk.bytes());
        List<Payload> payloads = format.payloads(chunk.bytes());
        Optional<Json> json = payloads.stream().findFirst().flatMap(payload -> Json.tryParse(payload.text(content)));
        if (json.isEmpty()) {
            return chunk;
        }
        Payload.Part place = payloads.get(0).parts().get(0);
        Bytes changed = Bytes.utf8(change.apply(json.get()).write(Layout.COMPACT));
        return new Chunk(
                chunk.at(),
                format.replace(chunk.bytes(), List.of(new Bytes.Replacement(place.start(), place.end(), changed))));
    }

    private Json withOtherVolatiles(Json value, String path, Random random) {
        if (value instanceof Json.JsonObject object) {
            return new Json.JsonObject(object.members().stream()
                    .map(member -> {
                        boolean isVolatile =
                                family().volatility(path, member.name()).isPresent();
                        return new Json.Member(
                                member.name(),
                                isVolatile
                                        ? other(member.value(), random)
                                        : withOtherVolatiles(member.value(), path + "." + member.name(), random));
                    })
                    .toList());
        }
        return value instanceof Json.JsonArray array
                ? new Json.JsonArray(array.items().stream()
                        .map(item -> withOtherVolatiles(item, path + "[]", random))
                        .toList())
                : value;
    }

    private static Json other(Json value, Random random) {
        return value instanceof Json.JsonNumber
                ? new Json.JsonNumber(String.valueOf(random.nextInt(2_000_000_000)))
                : new Json.JsonString("other-" + random.nextInt());
    }

    private static Response withOtherText(Response response, Piece piece) {
        List<Chunk> chunks = new ArrayList<>(response.chunks());
        chunks.set(
                piece.chunk(),
                changed(
                        response,
                        chunks.get(piece.chunk()),
                        json -> json.changeScalars(scalar ->
                                scalar.string().filter(piece.text()::equals).isPresent()
                                        ? new Json.JsonString(piece.text() + "!")
                                        : scalar)));
        return new Response(response.status(), response.headers(), response.format(), chunks, response.ending());
    }

    private static List<String> strings(Json json) {
        List<String> strings = new ArrayList<>();
        json.changeScalars(scalar -> {
            scalar.string().ifPresent(strings::add);
            return scalar;
        });
        return strings;
    }

    /** A stream of server-sent events with these data. */
    protected static Response events(String... data) {
        List<Chunk> chunks = new ArrayList<>();
        for (String each : data) {
            chunks.add(Chunk.of(0, "data: " + each.replace('\'', '"') + "\n\n"));
        }
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    /** An answer that is no stream. */
    protected static Response whole(String json) {
        return Response.whole(200, "application/json", Bytes.utf8(json.replace('\'', '"')));
    }

    protected static Request post(String path, String json) {
        return Request.post(path, json.replace('\'', '"'));
    }

    protected static ChatMessage user(String text) {
        return ChatMessage.of("user", new MessagePart.Text(text));
    }

    protected static ChatMessage assistant(MessagePart... parts) {
        return ChatMessage.of("assistant", parts);
    }

    protected static MessagePart text(String text) {
        return new MessagePart.Text(text);
    }

    protected static Said said(String text, long input, long output) {
        return new Said(text, Optional.of(new TokenUsage(input, output)));
    }
}
