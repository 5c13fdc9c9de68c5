package io.reprise.server.control.route;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.view.CopyForm;
import io.reprise.core.view.CopyText;
import io.reprise.core.view.MediaBytes;
import io.reprise.core.view.RecordingView;
import io.reprise.core.view.SafeMediaType;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.WrongRequestException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One recording: what it says, when it came, its bytes. */
public final class ViewRoutes implements RouteGroup {
    private static final int MESSAGES = 50;
    private static final int MOST_MESSAGES = 1_000;
    private static final int CHUNKS = 1_000;
    private static final int MOST_CHUNKS = 5_000;
    private static final int CHARACTERS = 16_000;
    private static final int MOST_CHARACTERS = 256_000;
    private static final Bytes LINE_FEED = Bytes.utf8("\n");

    /** A browser that is led here by a link runs no script of it. */
    private static final Headers SANDBOX = Headers.of("content-security-policy", "sandbox; default-src 'none'");

    private final Store store;
    private final PriceTable prices;
    private final UnaryOperator<String> words;

    /** @param words what becomes of a text before it is cut */
    public ViewRoutes(Store store, PriceTable prices, UnaryOperator<String> words) {
        this.store = store;
        this.prices = prices;
        this.words = words;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        add(routes, "show", Set.of(), this::show);
        add(routes, "messages", Set.of("from", "limit"), this::messages);
        add(routes, "part", Set.of("part", "offset", "length"), this::part);
        add(routes, "chunks", Set.of("from", "limit"), this::chunks);
        add(routes, "body", Set.of("side"), this::body);
        add(routes, "media", Set.of("part"), this::media);
        add(routes, "copy", Set.of("as"), this::copy);
    }

    /** Answers about the recording that the parameter {@code location} names. */
    private interface About {
        ControlAnswer answer(ControlRequest request, Store.Entry entry);
    }

    private void add(ControlRoutes routes, String name, Set<String> parameters, About about) {
        Set<String> all =
                Stream.concat(parameters.stream(), Stream.of("location")).collect(Collectors.toSet());
        routes.add("GET", "recordings/" + name, Route.slow(all, request -> about(request, about)));
    }

    private ControlAnswer about(ControlRequest request, About about) {
        String location = request.required("location");
        Optional<Store.Entry> entry;
        try {
            entry = store.at(location);
        } catch (StoreException broken) {
            return ControlAnswer.error(422, String.valueOf(broken.getMessage()));
        }
        return entry.map(found -> about.answer(request, found))
                .orElseGet(() -> ControlAnswer.error(
                        404,
                        "there is no recording " + Quoted.of(location)
                                + "; 'GET /__reprise/recordings' lists the locations"));
    }

    private RecordingView view(Store.Entry entry) {
        return new RecordingView(entry, words);
    }

    private ControlAnswer show(ControlRequest request, Store.Entry entry) {
        return ControlAnswer.of(view(entry).toJson(prices));
    }

    private ControlAnswer messages(ControlRequest request, Store.Entry entry) {
        return ControlAnswer.of(
                view(entry).messages(request.index("from"), request.number("limit", MOST_MESSAGES, MESSAGES)));
    }

    private ControlAnswer chunks(ControlRequest request, Store.Entry entry) {
        return ControlAnswer.of(
                view(entry).chunks(request.index("from"), request.number("limit", MOST_CHUNKS, CHUNKS)));
    }

    private ControlAnswer part(ControlRequest request, Store.Entry entry) {
        int offset = request.index("offset");
        int length = request.number("length", MOST_CHARACTERS, CHARACTERS);
        return withPart(
                request, number -> view(entry).part(number, offset, length).map(ControlAnswer::of));
    }

    private static ControlAnswer withPart(ControlRequest request, Function<Integer, Optional<ControlAnswer>> answer) {
        request.required("part");
        int number = request.index("part");
        return answer.apply(number)
                .orElseGet(() -> ControlAnswer.error(
                        404,
                        "the recording has no part " + number + "; 'GET /__reprise/recordings/messages' numbers them"));
    }

    private ControlAnswer media(ControlRequest request, Store.Entry entry) {
        return withPart(request, number -> view(entry).exchange().part(number).map(ViewRoutes::media));
    }

    private static ControlAnswer media(MessagePart part) {
        Optional<Bytes> bytes = part instanceof MessagePart.Media media ? MediaBytes.of(media) : Optional.empty();
        if (bytes.isEmpty()) {
            return ControlAnswer.error(404, "the part is not an image or a sound with its bytes in the recording");
        }
        return SafeMediaType.of(bytes.get())
                .<ControlAnswer>map(type -> new ControlAnswer.OfBytes(200, SANDBOX, type.type(), bytes.get()))
                .orElseGet(() -> new ControlAnswer.OfBytes(
                        200,
                        SANDBOX.plus("content-disposition", "attachment"),
                        "application/octet-stream",
                        bytes.get()));
    }

    private ControlAnswer body(ControlRequest request, Store.Entry entry) {
        String side = request.parameter("side").orElse("answer");
        if (!side.equals("request") && !side.equals("answer")) {
            throw new WrongRequestException("the parameter 'side' must be request or answer, not " + Quoted.of(side));
        }
        Exchange exchange = entry.recording().exchange();
        Bytes body = side.equals("request") ? exchange.request().body() : answer(exchange);
        return body.isText() || body.isEmpty()
                ? new ControlAnswer.OfText(
                        200, SANDBOX, "text/plain; charset=utf-8", body.decode().orElse(""))
                : new ControlAnswer.OfBytes(
                        200, SANDBOX.plus("content-disposition", "attachment"), "application/octet-stream", body);
    }

    /** Of a conversation, the messages of the upstream, each with a line feed. */
    private static Bytes answer(Exchange exchange) {
        return exchange.socket()
                .map(conversation -> Bytes.concat(conversation.messages().stream()
                        .filter(message -> message.from() == SocketMessage.Sender.UPSTREAM)
                        .flatMap(message -> Stream.of(message.bytes(), LINE_FEED))
                        .toList()))
                .orElseGet(exchange.response()::body);
    }

    private ControlAnswer copy(ControlRequest request, Store.Entry entry) {
        String wanted = request.parameter("as").orElse("");
        CopyForm form = CopyForm.of(wanted)
                .orElseThrow(() -> new WrongRequestException(
                        "the parameter 'as' must be one of " + CopyForm.listed() + ", not " + Quoted.of(wanted)));
        return ControlAnswer.of(new JsonObjectBuilder()
                .with("as", form.label())
                .with("text", words.apply(new CopyText(entry).as(form)))
                .done());
    }
}
