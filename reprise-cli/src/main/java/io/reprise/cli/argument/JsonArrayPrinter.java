package io.reprise.cli.argument;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;

/** Prints an array of JSON, one item per line, while its items are found; prints nothing where {@code --json} is not given. */
public final class JsonArrayPrinter {
    private final ProcessEnvironment process;
    private final boolean isAsked;
    private boolean isEmpty = true;

    public JsonArrayPrinter(ProcessEnvironment process, Parameter<Boolean> json) {
        this.process = process;
        this.isAsked = json.isGiven();
        print("[");
    }

    /** Whether items are printed at all; otherwise a person reads lines instead. */
    public boolean isAsked() {
        return isAsked;
    }

    public void add(Json item) {
        print(isEmpty ? "\n" : ",\n");
        process.print(item, Layout.COMPACT);
        isEmpty = false;
    }

    public void end() {
        print(isEmpty ? "]\n" : "\n]\n");
    }

    private void print(String text) {
        if (isAsked) {
            process.print(text);
        }
    }
}
