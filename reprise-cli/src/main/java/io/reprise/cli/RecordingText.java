package io.reprise.cli;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily.ChannelText;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Optional;

/** A recording as a page for people. */
final class RecordingText {
    private static final int MAX_UNREADABLE = 400;

    private final ShownRecording shown;
    private final StringBuilder page = new StringBuilder();

    RecordingText(ShownRecording shown) {
        this.shown = shown;
    }

    String text() {
        Request request = shown.recording().exchange().request();
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        line(request.method() + " " + request.path() + query);
        fact("key", shown.key());
        fact("test", shown.recording().test().name());
        fact("occurrence", String.valueOf(shown.recording().occurrence()));
        fact("upstream", shown.recording().upstream());
        fact("family", shown.family().name());
        fact("file", shown.location());
        line("");
        request(request);
        line("");
        response(shown.recording().exchange().response());
        return page.toString();
    }

    private void request(Request request) {
        line("request");
        headers(request.headers());
        Optional<Json> body = shown.parsed().request().json();
        if (body.filter(json -> json instanceof Json.JsonObject).isPresent()) {
            body.get().members().forEach(this::member);
        } else if (!request.body().isEmpty()) {
            block("", body.map(json -> json.write(Layout.INDENTED)).orElse(preview(request.body())));
        }
    }

    private void member(Json.Member member) {
        boolean isConversation = !member.value().items().isEmpty()
                && member.value().items().stream()
                        .allMatch(item -> item.get("role").isPresent());
        if (isConversation) {
            member.value().items().forEach(this::message);
        } else if (member.value().string().filter(text -> text.contains("\n")).isPresent()) {
            block(member.name(), member.value().string().get());
        } else {
            line("  " + member.name() + ": "
                    + member.value().string().orElse(member.value().write(Layout.SPACED)));
        }
    }

    /** Shows a message: its role and text, then its other members unchanged. */
    private void message(Json message) {
        String role = message.get("role").flatMap(Json::string).orElse("?");
        StringBuilder text = new StringBuilder();
        for (Json.Member member : message.members()) {
            if (member.name().equals("content") || member.name().equals("parts")) {
                text.append(content(member.value()));
            } else if (!member.name().equals("role") && !(member.value() instanceof Json.JsonNull)) {
                text.append(text.length() == 0 ? "" : "\n")
                        .append(member.name())
                        .append(": ");
                text.append(member.value().string().orElse(member.value().write(Layout.SPACED)));
            }
        }
        block("[" + role + "]", text.toString());
    }

    private static String content(Json content) {
        StringBuilder text = new StringBuilder(content.string().orElse(""));
        for (Json part : content.items()) {
            String written = part.get("text").flatMap(Json::string).orElseGet(() -> brief(part.write(Layout.SPACED)));
            text.append(text.length() == 0 ? "" : "\n").append(written);
        }
        return content.members().isEmpty() ? text.toString() : content.write(Layout.SPACED);
    }

    private void response(Response response) {
        line("response " + response.status() + ", " + sent(response));
        headers(response.headers());
        List<ChannelText> texts = shown.family().texts(shown.parsed().response());
        texts.forEach(text -> block(text.channel(), text.joined()));
        if (texts.isEmpty() && !response.chunks().isEmpty()) {
            block("body", preview(response.body()));
        }
        shown.family()
                .usage(shown.parsed().response())
                .ifPresent(usage -> line("  tokens: " + usage.input() + " in, " + usage.output() + " out"));
    }

    private String sent(Response response) {
        List<Chunk> chunks = response.chunks();
        String size = shown.bytes() + " bytes";
        String end = response.ending() == Ending.CUT ? ", cut off" : "";
        if (chunks.isEmpty()) {
            return "no body" + end;
        }
        long first = chunks.get(0).at();
        long last = chunks.get(chunks.size() - 1).at();
        return response.isStream()
                ? size + " in " + chunks.size() + (chunks.size() == 1 ? " chunk" : " chunks") + " of "
                        + response.format().name()
                        + (last == 0 ? "" : ", the first after " + first + " ms, the last after " + last + " ms") + end
                : size + (last == 0 ? "" : " after " + last + " ms") + end;
    }

    private void headers(Headers headers) {
        headers.fields().forEach(field -> line("  " + field.name() + ": " + field.value()));
    }

    private void fact(String name, String value) {
        if (!value.isEmpty()) {
            line("  %-11s %s".formatted(name, value));
        }
    }

    private void block(String name, String text) {
        if (!name.isEmpty()) {
            line("  " + name + (text.contains("\n") || name.startsWith("[") ? "" : ": " + text));
        }
        if (name.isEmpty() || text.contains("\n") || name.startsWith("[")) {
            text.lines().forEach(line -> line("    " + line));
        }
    }

    /** Removes control characters, so that recorded text cannot control the terminal. */
    private void line(String text) {
        page.append(text.replaceAll("[\\p{Cntrl}&&[^\\t]]", "\ufffd")).append('\n');
    }

    private static String preview(Bytes body) {
        return brief(body.decode().orElse("(" + body.size() + " bytes that are not text; --raw prints them)"));
    }

    private static String brief(String text) {
        return text.length() <= MAX_UNREADABLE
                ? text
                : text.substring(0, MAX_UNREADABLE) + "… (--raw prints all of it)";
    }
}
