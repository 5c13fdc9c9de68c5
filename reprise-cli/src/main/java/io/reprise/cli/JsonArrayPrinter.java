package io.reprise.cli;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;

/** Prints an array of JSON, one item per line, while its items are found; prints nothing where {@code --json} is not given. */
final class JsonArrayPrinter {
    private final ProcessEnvironment process;
    private final boolean isAsked;
    private boolean isEmpty = true;

    JsonArrayPrinter(ProcessEnvironment process, Parameter<Boolean> json) {
        this.process = process;
        this.isAsked = json.isGiven();
        print("[");
    }

    /** Whether items are printed at all; otherwise a person reads lines instead. */
    boolean isAsked() {
        return isAsked;
    }

    void add(Json item) {
        print(isEmpty ? "\n" : ",\n");
        process.print(item, Layout.COMPACT);
        isEmpty = false;
    }

    void end() {
        print(isEmpty ? "]\n" : "\n]\n");
    }

    private void print(String text) {
        if (isAsked) {
            process.print(text);
        }
    }
}
