package io.reprise.junit;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a failed test has asked, and what it was answered, as one file of HTML that needs nothing else: no script, no other host. */
final class ConversationPage {
    private static final int LONGEST_TEXT = 100_000;
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    private static final String STYLE = """
            :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
            body { max-width: 900px; margin: 24px auto; padding: 0 16px; overflow-wrap: anywhere; }
            h1 { font-size: 20px; } h2 { font-size: 16px; } h3 { font-size: 13px; margin: 8px 0 2px; }
            section { border-top: 1px solid #8886; padding: 12px 0; }
            pre { font: inherit; white-space: pre-wrap; margin: 0 0 8px; } pre.code { font: 12px/1.45 ui-monospace, monospace; }
            .facts { opacity: 0.75; }
            """;

    private final StringBuilder html = new StringBuilder();

    private ConversationPage() {}

    static String of(ActiveTest test, List<String> problems, Optional<Throwable> failure, List<SentRequest> requests) {
        ConversationPage page = new ConversationPage();
        page.html
                .append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>" + escaped(test.id())
                        + "</title>")
                .append("<style>" + STYLE + "</style></head>\n<body><h1 dir=\"auto\">" + escaped(test.id())
                        + "</h1>\n");
        page.element(
                "p class=\"facts\"",
                "mode " + test.mode().mode() + ": " + test.mode().origin());
        problems.forEach(problem -> page.element("pre class=\"code\"", problem));
        failure.ifPresent(thrown -> page.element("pre class=\"code\"", thrown.toString()));
        requests.forEach(request -> page.request(request, test.client()));
        return page.html.append("</body></html>\n").toString();
    }

    private void request(SentRequest request, ControlClient client) {
        html.append("<section>\n");
        element("h2", request.outcome() + " " + request.method() + " " + request.path());
        element(
                "p class=\"facts\"",
                (request.model().isEmpty() ? "" : "model " + request.model() + " · ")
                        + "status " + request.status()
                        + (request.tools().isEmpty() ? "" : " · tools " + String.join(", ", request.tools()))
                        + (request.location().isEmpty() ? "" : " · " + request.location()));
        request.messages().forEach(message -> {
            element("h3", message.role());
            element("pre dir=\"auto\"", message.text());
            message.toolCalls().forEach(call -> element("pre class=\"code\"", call));
        });
        if (request.messages().isEmpty() && !request.body().isEmpty()) {
            element("pre class=\"code\"", request.body());
        }
        if (!request.location().isEmpty()) {
            client.answers(request.location()).forEach(this::answer);
        }
        html.append("</section>\n");
    }

    private void answer(Json message) {
        String role = message.text("role");
        element("h3", role.isEmpty() ? "answer" : role + ", the answer");
        for (Json part : message.list("parts")) {
            String text = part.text("text");
            if (part.text("kind").equals("tool_call")) {
                element("pre class=\"code\"", part.text("name") + "(" + part.text("arguments") + ")");
            } else if (text.isEmpty()) {
                element("pre class=\"code\"", part.write(Layout.COMPACT));
            } else {
                element("pre dir=\"auto\"", text);
            }
        }
    }

    private void element(String tag, String text) {
        int end = tag.indexOf(' ');
        String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " …";
        html.append('<')
                .append(tag)
                .append('>')
                .append(escaped(cut))
                .append("</")
                .append(end < 0 ? tag : tag.substring(0, end))
                .append(">\n");
    }

    /** Characters that would change how the text around them is read are shown by their numbers. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean isUnseen = Character.isISOControl(c) && c != '\n' && c != '\t'
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE;
            if (isUnseen) {
                escaped.append(String.format(Locale.ROOT, "[U+%04X]", c));
            } else if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'') {
                escaped.append("&#").append(c).append(';');
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
