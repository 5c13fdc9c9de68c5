package io.reprise.formats.curl;

import java.util.regex.Pattern;

/** What {@code curl -v} writes beside an answer: what it does, the request, and its progress. */
final class CurlNotes {
    private static final Pattern VERBOSE = Pattern.compile("(?m)^< HTTP/");

    /** Lines that may come within a body. */
    private static final Pattern NOTE =
            Pattern.compile("\\* (Connection #|Closing connection|Leaving|TLSv|\\[|Mark bundle"
                    + "|Request completely|upload completely|We are completely|abort|shutting).*"
                    + "|[{}] \\[\\d+ bytes data\\]|.*--:--:--.*| +% Total .*| +Dload .*");

    private CurlNotes() {}

    /** As {@code curl -i} would have written it. */
    static String without(String output) {
        if (!VERBOSE.matcher(output).find()) {
            return output;
        }
        StringBuilder head = new StringBuilder();
        StringBuilder body = new StringBuilder();
        boolean isInHead = true;
        for (String line : output.split("(?<=\\n)")) {
            if (line.startsWith("< HTTP/") || isInHead && line.startsWith("<")) {
                String said = line.substring(Math.min(line.length(), line.startsWith("< ") ? 2 : 1));
                isInHead = !said.isBlank();
                head.append(isInHead ? said : "\n");
            } else if (!isInHead && !isNote(line)) {
                body.append(line);
            }
        }
        return head.append(body).toString();
    }

    private static boolean isNote(String line) {
        String plain = CurlOutput.LINE_ENDS_AT_END.matcher(line).replaceFirst("");
        return NOTE.matcher(plain.replaceFirst("\\A\\r", "")).matches();
    }
}
