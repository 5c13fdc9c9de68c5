package io.reprise.formats.cassette;

import io.reprise.formats.Document;

/**
 * What Reprise writes in comments at the beginning of a file that it exports, where the file itself cannot say it: other tools pass over
 * comments, and an import knows by them that a file is an own one. One of them is always there, so that an export replaces no other file.
 *
 * @param isOfNoTest whether the path of the file names no test
 * @param hasUnknownHost whether {@code http://localhost} stands for a host that nobody knows
 * @param hasMethodsAsSent whether each method is in the case in which it was sent; other tools change it
 */
record ExportMark(boolean isOfNoTest, boolean hasUnknownHost, boolean hasMethodsAsSent) {
    static final ExportMark NONE = new ExportMark(false, false, false);

    private static final String OWN = "# Reprise: written by 'reprise export', which replaces this file\n";
    private static final String OF_NO_TEST = "# Reprise: these recordings have no test id\n";
    private static final String UNKNOWN_HOST = "# Reprise: http://localhost stands for no upstream\n";
    private static final String METHODS = "# Reprise: methods are in the case in which they were sent\n";
    private static final String LOCALHOST = "http://localhost/";

    static ExportMark of(Document document) {
        return in(document.text().orElse(""));
    }

    private static ExportMark in(String text) {
        int end = text.startsWith(OWN) ? OWN.length() : 0;
        boolean isOfNoTest = text.startsWith(OF_NO_TEST, end);
        end += isOfNoTest ? OF_NO_TEST.length() : 0;
        boolean hasUnknownHost = text.startsWith(UNKNOWN_HOST, end);
        end += hasUnknownHost ? UNKNOWN_HOST.length() : 0;
        return new ExportMark(isOfNoTest, hasUnknownHost, text.startsWith(METHODS, end));
    }

    /** Whether a text begins with such comments; those of earlier versions had one of the others, or none. */
    static boolean isIn(String text) {
        return text.startsWith(OWN.strip()) || !in(text).equals(NONE);
    }

    /** The comments. */
    String text() {
        return OWN + rest();
    }

    private String rest() {
        return (isOfNoTest ? OF_NO_TEST : "")
                + (hasUnknownHost ? UNKNOWN_HOST : "")
                + (hasMethodsAsSent ? METHODS : "");
    }

    /** A text without the comments that it begins with. */
    static String without(String text) {
        int own = text.startsWith(OWN) ? OWN.length() : 0;
        return text.substring(own + in(text).rest().length());
    }

    /** The URL of a request in such a file; a path alone where the host is unknown. */
    String url(String url) {
        return hasUnknownHost && url.startsWith(LOCALHOST) ? url.substring(LOCALHOST.length() - 1) : url;
    }
}
