package io.reprise.formats.cassette;

import io.reprise.formats.Document;

/**
 * What Reprise writes in comments at the beginning of a file that it exports, where the file itself cannot say it: other tools pass over
 * comments, and an import knows by them that a file is an own one.
 *
 * @param isOfNoTest whether the path of the file names no test
 * @param hasUnknownHost whether {@code http://localhost} stands for a host that nobody knows
 * @param hasMethodsAsSent whether each method is in the case in which it was sent; other tools change it
 */
record ExportMark(boolean isOfNoTest, boolean hasUnknownHost, boolean hasMethodsAsSent) {
    static final ExportMark NONE = new ExportMark(false, false, false);

    private static final String OF_NO_TEST = "# Reprise: these recordings have no test id\n";
    private static final String UNKNOWN_HOST = "# Reprise: http://localhost stands for no upstream\n";
    private static final String METHODS = "# Reprise: methods are in the case in which they were sent\n";
    private static final String LOCALHOST = "http://localhost/";

    static ExportMark of(Document document) {
        return in(document.text().orElse(""));
    }

    private static ExportMark in(String text) {
        boolean isOfNoTest = text.startsWith(OF_NO_TEST);
        int end = isOfNoTest ? OF_NO_TEST.length() : 0;
        boolean hasUnknownHost = text.startsWith(UNKNOWN_HOST, end);
        end += hasUnknownHost ? UNKNOWN_HOST.length() : 0;
        return new ExportMark(isOfNoTest, hasUnknownHost, text.startsWith(METHODS, end));
    }

    /** The comments. */
    String text() {
        return (isOfNoTest ? OF_NO_TEST : "")
                + (hasUnknownHost ? UNKNOWN_HOST : "")
                + (hasMethodsAsSent ? METHODS : "");
    }

    /** A text without the comments that it begins with. */
    static String without(String text) {
        return text.substring(in(text).text().length());
    }

    /** The URL of a request in such a file; a path alone where the host is unknown. */
    String url(String url) {
        return hasUnknownHost && url.startsWith(LOCALHOST) ? url.substring(LOCALHOST.length() - 1) : url;
    }
}
