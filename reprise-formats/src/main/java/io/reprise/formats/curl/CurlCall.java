package io.reprise.formats.curl;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The request that a curl command sends, by curl's manual. */
final class CurlCall {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern HOST = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*");

    private final Function<String, Optional<String>> files;
    private final List<String[]> headers = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private final List<String> urls = new ArrayList<>();
    private final Set<String> otherFiles = new LinkedHashSet<>();
    private Optional<String> method = Optional.empty();
    private boolean hasData;
    private boolean isJson;
    private boolean isDataInQuery;
    private boolean isHead;

    private CurlCall(Function<String, Optional<String>> files) {
        this.files = files;
    }

    /**
     * The one curl command in {@code script}.
     *
     * @param files the text of a file that the command names, such as the body after {@code -d @}
     * @throws CurlSyntaxException if there is not exactly one, or something in it has no known meaning
     */
    static CurlCall parse(String script, Function<String, Optional<String>> files) {
        return parse(ShellWords.commands(script), files);
    }

    /** That of a file with several; messages say its line in the file. */
    static CurlCall parse(CurlTranscript shown, Function<String, Optional<String>> files) {
        return parse(ShellWords.commands(shown.command(), shown.line()), files);
    }

    private static CurlCall parse(List<List<String>> all, Function<String, Optional<String>> files) {
        List<List<String>> commands =
                all.stream().filter(command -> !command.get(0).equals("set")).toList();
        if (commands.size() != 1) {
            throw new CurlSyntaxException("it has " + commands.size() + " commands; one curl call is expected");
        }
        String program = commands.get(0).get(0);
        if (!program.matches("(.*/)?curl")) {
            throw new CurlSyntaxException("it has '" + program + "'; one curl call is expected");
        }
        CurlCall call = new CurlCall(files);
        call.read(commands.get(0));
        return call;
    }

    private void read(List<String> words) {
        boolean isAfterOptions = false;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (isAfterOptions || !word.startsWith("-") || word.equals("-")) {
                urls.add(word);
            } else if (word.equals("--")) {
                isAfterOptions = true;
            } else if (word.startsWith("--")) {
                i += option(word, words, i);
            } else {
                i += shortOptions(word, words, i);
            }
        }
    }

    /** Takes one option; the number of further words that it used. */
    private int option(String spelling, List<String> words, int index) {
        CurlOption option = known(spelling);
        if (!option.takesValue()) {
            apply(option, "");
            return 0;
        }
        if (index + 1 >= words.size()) {
            throw new CurlSyntaxException("the curl option " + spelling + " has no value");
        }
        apply(option, words.get(index + 1));
        return 1;
    }

    /** Takes joined short options such as {@code -vXPOST}; the number of further words that they used. */
    private int shortOptions(String word, List<String> words, int index) {
        for (int i = 1; i < word.length(); i++) {
            String spelling = "-" + word.charAt(i);
            CurlOption option = known(spelling);
            if (option.takesValue() && i + 1 < word.length()) {
                apply(option, word.substring(i + 1));
                return 0;
            }
            int used = option(spelling, words, index);
            if (used > 0) {
                return used;
            }
        }
        return 0;
    }

    private static CurlOption known(String spelling) {
        return CurlOption.spelled(spelling)
                .orElseThrow(() -> new CurlSyntaxException("the curl option " + spelling + " is not supported"));
    }

    private void apply(CurlOption option, String value) {
        switch (option) {
            case METHOD -> method = Optional.of(plain(value, "the method"));
            case HEADER -> header(value);
            case USER_AGENT -> headers.add(new String[] {"user-agent", value});
            case REFERER -> headers.add(new String[] {"referer", value});
            case RANGE -> headers.add(new String[] {"range", "bytes=" + value});
            case DATA -> append(value.startsWith("@") ? file(value).replaceAll("[\r\n\0]", "") : value, "&");
            case DATA_BINARY -> append(value.startsWith("@") ? file(value) : value, "&");
            case DATA_RAW -> append(value, "&");
            case DATA_URLENCODE -> append(urlEncoded(value), "&");
            case JSON -> {
                isJson = true;
                append(value.startsWith("@") ? file(value) : value, "");
            }
            case URL -> urls.add(value);
            case GET -> isDataInQuery = true;
            case HEAD -> isHead = true;
            case COOKIE, SIDE_FILE -> otherFiles.add(value);
            case WRITE_OUT -> otherFiles.add(value.replaceFirst("^@", ""));
            default -> {}
        }
    }

    private void header(String value) {
        int colon = value.indexOf(':');
        if (value.startsWith("@")) {
            throw new CurlSyntaxException("headers from a file (-H @…) are not understood");
        } else if (colon > 0) {
            headers.add(new String[] {
                value.substring(0, colon).trim(), value.substring(colon + 1).trim()
            });
        } else if (value.endsWith(";")) {
            headers.add(new String[] {value.substring(0, value.length() - 1).trim(), ";"});
        }
    }

    private void append(String text, String separator) {
        data.append(hasData ? separator : "").append(text);
        hasData = true;
    }

    private String file(String reference) {
        String name = reference.substring(1);
        otherFiles.add(name);
        return files.apply(name)
                .orElseThrow(() -> new CurlSyntaxException("the file with the body does not exist: '" + name + "'"));
    }

    private static String urlEncoded(String value) {
        int equals = value.indexOf('=');
        if (value.matches("[^=]*@.*")) {
            throw new CurlSyntaxException("--data-urlencode from a file is not supported");
        }
        String name = equals > 0 ? value.substring(0, equals + 1) : "";
        return name
                + URLEncoder.encode(value.substring(equals + 1), StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }

    /** The names of what it reads, and of what it writes beside its answer; some may be no files. */
    Set<String> otherFiles() {
        return Set.copyOf(otherFiles);
    }

    /** Scheme and host; empty where a variable of the shell has them. */
    String origin() {
        Matcher host = HOST.matcher(urls.isEmpty() ? "" : urls.get(0));
        String origin = host.find() ? host.group() : "";
        boolean isKnown = !origin.isEmpty() && origin.indexOf(ShellWords.EXPANSION) < 0;
        return !isKnown ? "" : origin.contains("://") ? origin : "http://" + origin;
    }

    /**
     * The request, without the host.
     *
     * @throws CurlSyntaxException if there is not exactly one, or it depends on the shell
     */
    Request request() {
        if (urls.size() != 1) {
            throw new CurlSyntaxException("it has " + urls.size() + " URLs; one is expected");
        }
        Target target = Target.parse(plain(HOST.matcher(urls.get(0)).replaceFirst(""), "the URL"));
        String body = plain(data.toString(), "the body");
        String query = !isDataInQuery || !hasData
                ? target.query()
                : target.query() + (target.query().isEmpty() ? "" : "&") + body;
        boolean hasBody = hasData && !isDataInQuery;
        String verb = method.orElse(isHead ? "HEAD" : hasBody ? "POST" : "GET").toUpperCase(Locale.ROOT);
        return new Request(verb, target.path(), query, sent(hasBody), hasBody ? Bytes.utf8(body) : Bytes.EMPTY);
    }

    private Headers sent(boolean hasBody) {
        List<Headers.Field> fields = new ArrayList<>();
        for (String[] header : headers) {
            String name = header[0].toLowerCase(Locale.ROOT);
            boolean isSent = !header[1].isEmpty() && header[1].indexOf(ShellWords.EXPANSION) < 0;
            if (isSent && !name.equals("host") && !name.equals("content-length")) {
                fields.add(new Headers.Field(name, header[1].equals(";") ? "" : header[1]));
            }
        }
        if (isJson && !isNamed("accept")) {
            fields.add(new Headers.Field("accept", "application/json"));
        }
        if (hasBody && !isNamed("content-type")) {
            fields.add(new Headers.Field("content-type", isJson ? "application/json" : FORM));
        }
        return new Headers(fields).endToEnd();
    }

    private boolean isNamed(String name) {
        return headers.stream().anyMatch(header -> header[0].equalsIgnoreCase(name));
    }

    private static String plain(String text, String what) {
        if (text.indexOf(ShellWords.EXPANSION) >= 0) {
            throw new CurlSyntaxException(what + " depends on a shell variable or command: write its value instead");
        }
        return text;
    }

    /** The part of a URL after its host. */
    private record Target(String path, String query) {
        static Target parse(String afterHost) {
            String text = afterHost.replaceFirst("#.*", "");
            int mark = text.indexOf('?');
            String path = mark < 0 ? text : text.substring(0, mark);
            return new Target(path.isEmpty() ? "/" : path, mark < 0 ? "" : text.substring(mark + 1));
        }
    }
}
