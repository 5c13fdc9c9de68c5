package io.reprise.cli.terminal;

/** How a part of a text looks on a terminal that has colours. Words say the same, so that nothing is lost without them. */
public enum Style {
    PLAIN(""),
    HEADING("1"),
    QUIET("2"),
    GOOD("32"),
    NEW("34"),
    ATTENTION("33"),
    WRONG("31"),
    DELETED("31"),
    INSERTED("32");

    /** Of SGR (ECMA-48, 8.3.117). */
    private final String code;

    Style(String code) {
        this.code = code;
    }

    String applied(String text) {
        return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
