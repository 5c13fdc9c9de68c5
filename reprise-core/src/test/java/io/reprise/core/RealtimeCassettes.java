package io.reprise.core;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Conversations with real upstreams, as tools for Python have recorded them: without times, and without the handshake. */
public final class RealtimeCassettes {
    private static final String LIVE = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

    private RealtimeCassettes() {}

    /** By the name of the file. */
    public static Map<String, Exchange> all() {
        Map<String, Exchange> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Corpora.corpus("vcr-pydantic-ai"))) {
            for (Path file : files.filter(RealtimeCassettes::isOfSockets).toList()) {
                List<SocketMessage> messages = messages(Files.readString(file));
                if (!messages.isEmpty()) {
                    String name = file.getParent().getFileName() + "/" + file.getFileName();
                    Close close = new Close(10L * messages.size(), Sender.CLIENT, 1000, "");
                    all.put(
                            name,
                            Exchange.conversation(
                                    handshake(name),
                                    Headers.NONE,
                                    new SocketConversation(messages, Optional.of(close))));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return all;
    }

    private static boolean isOfSockets(Path file) {
        return file.getParent().getFileName().toString().endsWith("_ws")
                && file.toString().endsWith(".yaml");
    }

    private static Request handshake(String name) {
        String path = name.contains("google") ? LIVE : name.contains("azure") ? "/openai/v1/realtime" : "/v1/realtime";
        String query = name.contains("google") ? "" : name.contains("xai") ? "model=grok-voice" : "model=gpt-realtime";
        return new Request("GET", path, query, Headers.NONE, Bytes.EMPTY);
    }

    private static List<SocketMessage> messages(String file) {
        List<SocketMessage> messages = new ArrayList<>();
        for (Json item : CassetteYaml.parse(file).list("interactions")) {
            if (item.text("kind").equals("message")) {
                Sender from = item.text("direction").equals("sent") ? Sender.CLIENT : Sender.UPSTREAM;
                messages.add(SocketMessage.text(
                        10L * messages.size(),
                        from,
                        item.get("data").orElseThrow().write(Layout.COMPACT)));
            }
        }
        return messages;
    }
}
