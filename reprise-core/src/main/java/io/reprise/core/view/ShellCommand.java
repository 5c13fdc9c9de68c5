package io.reprise.core.view;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request as a command line. Each value of the recording is quoted, so that a shell takes nothing in it for its own: no variables, no commands, no
 * files. Credentials are variables.
 */
final class ShellCommand {
    /** Longer arguments are refused by systems. In bytes. */
    private static final int LONGEST_ARGUMENT = 100_000;

    private static final Set<String> LEFT_OUT =
            Set.of("content-length", "accept-encoding", "connection", "transfer-encoding", "authorization");

    /** A request, and the test to which it belongs. */
    record Call(ParsedRequest request, TestId test) {}

    private final Request request;
    private final ApiFamily family;
    private final Headers headers;

    ShellCommand(Call call) {
        this.request = call.request().request();
        this.family = call.request().family();
        Headers sent = request.headers().filter(field -> !LEFT_OUT.contains(field.name()));
        this.headers = call.test().isNone()
                ? sent
                : sent.plus("x-reprise-test", call.test().name());
    }

    /** For the shells of POSIX. */
    String curl() {
        StringBuilder command = new StringBuilder();
        Bytes body = request.body();
        Optional<String> text = body.isText() ? body.decode() : Optional.empty();
        boolean isPiped = !body.isEmpty() && (text.isEmpty() || body.size() > LONGEST_ARGUMENT);
        command.append("curl --silent --show-error --globoff --request ").append(quoted(request.method()));
        command.append(" \\\n  \"${REPRISE_URL:-http://127.0.0.1:8000}\"").append(quoted(target()));
        headers.fields()
                .forEach(field -> command.append(" \\\n  --header ")
                        .append(quoted(oneLine(field.name() + ": " + field.value()))));
        keyHeader()
                .ifPresent(key -> command.append(" \\\n  --header \"")
                        .append(key)
                        .append("$")
                        .append(keyVariable())
                        .append('"'));
        if (!isPiped && text.isPresent() && !body.isEmpty()) {
            return command.append(" \\\n  --data-raw ")
                    .append(quoted(text.get()))
                    .append('\n')
                    .toString();
        }
        return isPiped
                ? piped(command.append(" \\\n  --data-binary @-"), body, text)
                : command.append('\n').toString();
    }

    /** A here-document would add a line end to a body, which only JSON does not mind. */
    private static String piped(StringBuilder command, Bytes body, Optional<String> text) {
        if (text.isPresent()) {
            String mark = "END_OF_BODY";
            while (text.get().contains(mark)) {
                mark += "_";
            }
            return command.append(" <<'")
                    .append(mark)
                    .append("'\n")
                    .append(text.get())
                    .append('\n')
                    .append(mark)
                    .append('\n')
                    .toString();
        }
        String lines = Base64.getMimeEncoder().encodeToString(body.toArray()).replace("\r", "");
        return "base64 -d <<'END_OF_BODY' | " + command + "\n" + lines + "\nEND_OF_BODY\n";
    }

    /** For PowerShell 7. */
    String powershell() {
        StringBuilder command = new StringBuilder("$headers = @{}\n");
        headers.fields().stream()
                .filter(field -> !field.name().equals("content-type"))
                .forEach(field -> command.append("$headers[")
                        .append(literal(field.name()))
                        .append("] = ")
                        .append(literal(oneLine(field.value())))
                        .append('\n'));
        keyHeader().ifPresent(key -> {
            int colon = key.indexOf(':');
            command.append("$headers[").append(literal(key.substring(0, colon))).append("] = ");
            command.append(literal(key.substring(colon + 2)))
                    .append(" + $env:")
                    .append(keyVariable())
                    .append('\n');
        });
        command.append("$url = if ($env:REPRISE_URL) { $env:REPRISE_URL } else { 'http://127.0.0.1:8000' }\n");
        Bytes body = request.body();
        if (!body.isEmpty()) {
            command.append("$body = ")
                    .append(body.isText() ? textBody(body) : base64(body))
                    .append('\n');
        }
        command.append("Invoke-WebRequest -Method ").append(literal(request.method()));
        command.append(" -Uri ($url + ").append(literal(target())).append(") -Headers $headers");
        headers.first("content-type")
                .ifPresent(type -> command.append(" -ContentType ").append(literal(oneLine(type))));
        return command.append(body.isEmpty() ? "\n" : " -Body $body\n").toString();
    }

    /** As bytes, since PowerShell would choose a charset by the content type. */
    private static String textBody(Bytes body) {
        return "[System.Text.Encoding]::UTF8.GetBytes(" + literal(body.decode().orElse("")) + ")";
    }

    private static String base64(Bytes body) {
        return "[Convert]::FromBase64String('" + Base64.getEncoder().encodeToString(body.toArray()) + "')";
    }

    private String target() {
        return request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
    }

    /** The beginning of the header in which clients of the API send their key. */
    private Optional<String> keyHeader() {
        List<KeyPlace> places = family.keyPlaces();
        for (KeyPlace place : places) {
            if (place instanceof KeyPlace.Header header) {
                return Optional.of(header.name() + ": ");
            }
            if (place instanceof KeyPlace.Authorization authorization) {
                return Optional.of("authorization: " + authorization.scheme() + " ");
            }
        }
        return Optional.empty();
    }

    /** Named as the SDKs of the API name it, such as the variable of the base URL with another ending. */
    private String keyVariable() {
        return family.urlVariables().stream()
                .map(variable -> variable.name().replaceAll("_(BASE_URL|API_BASE|URL|HOST|ENDPOINT)$", ""))
                .findFirst()
                .orElse("UPSTREAM")
                .replaceAll("[^A-Z0-9_]", "")
                .concat("_API_KEY");
    }

    /** Within single quotes, a POSIX shell takes every character for itself. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''").replace("\0", "") + "'";
    }

    /** Within single quotes, PowerShell takes every character for itself but quotes, of which it knows five. */
    private static String literal(String text) {
        return "'" + text.replaceAll("['\u2018\u2019\u201a\u201b]", "$0$0").replace("\0", "") + "'";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+", " ");
    }
}
