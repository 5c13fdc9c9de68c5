package io.reprise.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Corpora;
import io.reprise.core.RealtimeCassettes;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.file.RecordingFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real conversations, written, read, and replayed to clients that send them in another way. */
@Tag(Corpora.TAG)
class RealtimeCassettesTest {
    private record Entry(String location, Recording recording) implements Store.Entry {
        @Override
        public Question question() {
            return KeyRules.NONE.question(recording.exchange().request(), TestId.NONE);
        }
    }

    private static Entry entry(String name, Exchange exchange) {
        Recording written = new Recording(TestId.NONE, "", 1, exchange);
        Recording read = RecordingFile.read(RecordingFile.write(written), name);
        assertThat(RecordingFile.write(read)).isEqualTo(RecordingFile.write(written));
        return new Entry(name, read);
    }

    private static List<SocketMessage> messages(Exchange exchange, Sender from) {
        return exchange.socket().orElseThrow().messages().stream()
                .filter(message -> message.from() == from)
                .toList();
    }

    private static boolean isSound(SocketMessage message) {
        String text = message.bytes().toString();
        return text.contains("input_audio_buffer.append") || text.contains("\"realtime_input\"");
    }

    @Test
    void replaysWhateverTheNumberOfPiecesOfSoundAndTheIdsOfTheClient() {
        Map<String, Exchange> all = RealtimeCassettes.all();
        for (double share : new double[] {0.02, 0.5, 1, 3}) {
            all.forEach((name, exchange) -> {
                SocketReplay replay = new SocketReplay(List.of(entry(name, exchange)), KeyRules.NONE);
                List<Bytes> heard = new ArrayList<>();
                hear(replay, heard);
                for (SocketMessage message : sent(exchange, share)) {
                    assertThat(replay.received(message))
                            .as("%s: %s: %s", name, message, replay.departure())
                            .isTrue();
                    hear(replay, heard);
                }
                while (replay.isAwaitingQuiet()) {
                    replay.quiet();
                    hear(replay, heard);
                }
                assertThat(heard)
                        .as("%s, %s of the sound", name, share)
                        .isEqualTo(messages(exchange, Sender.UPSTREAM).stream()
                                .map(SocketMessage::bytes)
                                .toList());
            });
        }
        Corpora.tried(all.size(), "conversations, with several amounts of sound");
    }

    private static void hear(SocketReplay replay, List<Bytes> heard) {
        replay.take().forEach(due -> heard.add(due.message().bytes()));
    }

    /** What the client sent, with other ids, and with that many times as much sound; at least one piece of each run. */
    private static List<SocketMessage> sent(Exchange exchange, double share) {
        List<SocketMessage> sent = new ArrayList<>();
        double owed = 1;
        boolean wasSound = false;
        for (SocketMessage message : exchange.socket().orElseThrow().messages()) {
            boolean isSound = message.from() == Sender.CLIENT && isSound(message);
            if (isSound) {
                owed = wasSound ? owed + share : Math.max(1, share);
                for (; owed >= 1; owed--) {
                    sent.add(message);
                }
            } else if (message.from() == Sender.CLIENT) {
                String text = message.bytes().toString();
                String other = text.startsWith("{\"type\"") ? "{\"event_id\": \"mine\", " + text.substring(1) : text;
                sent.add(SocketMessage.text(0, Sender.CLIENT, other));
            }
            wasSound = isSound;
        }
        return sent;
    }

    @Test
    void namesEveryTextThatIsChanged() {
        Map<String, Exchange> all = RealtimeCassettes.all();
        int changes = 0;
        for (Map.Entry<String, Exchange> one : all.entrySet()) {
            List<SocketMessage> sent = messages(one.getValue(), Sender.CLIENT);
            int counted = 0;
            for (int i = 0; i < sent.size(); i++) {
                Optional<SocketMessage> changed = isSound(sent.get(i)) ? Optional.empty() : changed(sent.get(i));
                counted += isSound(sent.get(i)) ? 0 : 1;
                if (changed.isPresent()) {
                    SocketReplay replay = new SocketReplay(List.of(entry(one.getKey(), one.getValue())), KeyRules.NONE);
                    sent.subList(0, i).forEach(replay::received);

                    assertThat(replay.received(changed.get())).isFalse();

                    String difference = replay.departure()
                            .orElseThrow()
                            .differences(Redaction.DEFAULT.words())
                            .get(0)
                            .toString();
                    assertThat(difference)
                            .startsWith("message " + counted + " (")
                            .contains("CHANGED+}");
                    changes++;
                }
            }
        }
        Corpora.tried(changes, "changed texts of " + all.size() + " conversations");
    }

    /** With the last longer text in other words. */
    private static Optional<SocketMessage> changed(SocketMessage message) {
        Json json = Json.parse(message.bytes().toString());
        AtomicReference<String> last = new AtomicReference<>("");
        json.changeScalars(scalar -> {
            scalar.string().filter(text -> text.contains(" ")).ifPresent(last::set);
            return scalar;
        });
        return last.get().isEmpty()
                ? Optional.empty()
                : Optional.of(SocketMessage.text(
                        0,
                        Sender.CLIENT,
                        json.changeScalars(scalar -> scalar.string().equals(Optional.of(last.get()))
                                        ? new Json.JsonString(last.get() + " CHANGED")
                                        : scalar)
                                .write(Layout.COMPACT)));
    }
}
