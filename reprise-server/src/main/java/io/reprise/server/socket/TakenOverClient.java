package io.reprise.server.socket;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.explain.SocketErrors;
import io.reprise.core.plan.Plan;
import io.reprise.server.forward.Opening;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.routing.Call;
import io.reprise.server.socket.LiveConversation.Ends;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import io.reprise.server.websocket.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that has seen no more than a recorded greeting, and now goes on with the upstream. Runs on the client's event loop. */
final class TakenOverClient implements WebSocket.Listener {
    private final Call call;
    private final WebSocket client;
    private final SocketForwarder forwarder;
    private final Transcript transcript;
    private final List<Sent> sent;
    private final int greeted;
    private Optional<WebSocket.End> end = Optional.empty();

    TakenOverClient(
            Call call, WebSocket client, SocketForwarder forwarder, Transcript transcript, Beginning beginning) {
        this.call = call;
        this.client = client;
        this.forwarder = forwarder;
        this.transcript = transcript;
        this.sent = new ArrayList<>(beginning.sent());
        this.greeted = beginning.greeted();
    }

    /**
     * A message of a client.
     *
     * @param greeted how often the client had been greeted before it sent this
     */
    record Sent(Message message, int greeted) {}

    /**
     * What was said before an upstream was asked. Messages that only say that the connection is alive are no greetings.
     *
     * @param sent by the client, which the upstream is to be told when it has greeted as often as the client had been greeted
     * @param greeted how many greetings the client has got, which it is not to get again
     */
    record Beginning(List<Sent> sent, int greeted) {
        static final Beginning NOTHING = new Beginning(List.of(), 0);

        Beginning {
            sent = List.copyOf(sent);
        }
    }

    void hold() {
        client.pause();
        client.listen(this);
    }

    @Override
    public void message(Message message) {
        sent.add(new Sent(message, greeted)); // it had been read before the pause
    }

    @Override
    public void ended(WebSocket.End how) {
        end = Optional.of(how);
        if (how instanceof WebSocket.End.Closed closed) {
            client.close(closed.frame());
        }
    }

    void goOn(Opening opening) {
        if (opening instanceof Opening.Failed failed) {
            refuse(failed.reason(), failed.calls());
        } else if (opening instanceof Opening.Refused refused) {
            refused.drop().run();
            refuse("the upstream refused the handshake with status " + refused.status(), 1);
        } else {
            goOn((Opening.Opened) opening);
        }
    }

    private void goOn(Opening.Opened opened) {
        Optional<CloseFrame> refused =
                end.filter(WebSocket.End.Refused.class::isInstance).map(how -> ((WebSocket.End.Refused) how).frame());
        if (refused.isEmpty() && (end.isPresent() || client.isGone())) {
            opened.socket().abort();
            call.finish(Verb.FORWARDED, transcript.talk(Optional.empty()), "the client went away", Cost.calls(1));
            return;
        }
        LiveConversation conversation = forwarder.conversation(
                call, new Ends(client, opened.socket()), opened, transcript, Plan.Keeping.APPEND);
        if (refused.isPresent()) {
            conversation.refusedBefore(refused.get());
        } else {
            conversation.start(new Beginning(sent, greeted));
            client.resume();
        }
    }

    private void refuse(String reason, int calls) {
        String text = call.scope().masked("no recording fits, and " + reason);
        client.send(new Message(false, Bytes.utf8(SocketErrors.message(call.family(), text))));
        client.close(new CloseFrame(CloseFrame.UNEXPECTED, SocketErrors.closeReason(text)));
        call.finish(Verb.FAILED, transcript.talk(Optional.of(CloseFrame.UNEXPECTED)), reason, Cost.calls(calls));
    }
}
