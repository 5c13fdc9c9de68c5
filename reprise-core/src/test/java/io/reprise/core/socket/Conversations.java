package io.reprise.core.socket;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes conversations for tests, message by message; each comes 10 ms after the one before it. */
public final class Conversations {
    private static final int STEP = 10;

    private final String path;
    private final String query;
    private final List<SocketMessage> messages = new ArrayList<>();
    private Optional<SocketConversation.Close> close = Optional.empty();

    private Conversations(String path, String query) {
        this.path = path;
        this.query = query;
    }

    public static Conversations realtime() {
        return of("/v1/realtime", "model=gpt-realtime");
    }

    public static Conversations live() {
        return of("/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent", "");
    }

    public static Conversations of(String path, String query) {
        return new Conversations(path, query);
    }

    private Conversations add(Sender from, boolean isBinary, Bytes bytes) {
        messages.add(new SocketMessage((messages.size() + 1) * (long) STEP, from, isBinary, bytes));
        return this;
    }

    public Conversations client(String text) {
        return add(Sender.CLIENT, false, Bytes.utf8(text));
    }

    public Conversations upstream(String text) {
        return add(Sender.UPSTREAM, false, Bytes.utf8(text));
    }

    public Conversations clientBytes(byte... bytes) {
        return add(Sender.CLIENT, true, Bytes.owning(bytes));
    }

    public Conversations upstreamBytes(byte... bytes) {
        return add(Sender.UPSTREAM, true, Bytes.owning(bytes));
    }

    public Conversations closedBy(Sender from, int code, String reason) {
        close = Optional.of(new SocketConversation.Close((messages.size() + 1) * (long) STEP, from, code, reason));
        return this;
    }

    public Exchange exchange() {
        Request request = new Request("GET", path, query, Headers.NONE, Bytes.EMPTY);
        return Exchange.conversation(request, Headers.NONE, new SocketConversation(messages, close));
    }

    /** As a recording of a store. */
    public Store.Entry entry(String location, int occurrence) {
        Recording recording = new Recording(TestId.NONE, "", occurrence, exchange());
        Question question = KeyRules.NONE.question(recording.exchange().request(), TestId.NONE);
        return new RecordedEntry(location, recording, question);
    }

    private record RecordedEntry(String location, Recording recording, Question question) implements Store.Entry {}
}
