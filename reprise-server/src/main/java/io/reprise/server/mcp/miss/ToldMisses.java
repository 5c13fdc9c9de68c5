package io.reprise.server.mcp.miss;

import io.reprise.core.json.Json;
import io.reprise.server.mcp.tool.ToolSources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The misses of a server, newest first, with a name for each. */
final class ToldMisses {
    private static final String WITHOUT_SERVER = ". To explain a request without a server, call why_missed with 'body'";

    private final ToolSources sources;

    ToldMisses(ToolSources sources) {
        this.sources = sources;
    }

    /** A miss as the control API shows it. */
    record Told(String id, Json miss) {
        String test() {
            return miss.text("test");
        }

        String cause() {
            return miss.text("cause");
        }

        String key() {
            String key = miss.text("key");
            return key.substring(0, Math.min(12, key.length()));
        }

        /** One line: what was asked, and in what it differs. */
        String line() {
            StringBuilder line = new StringBuilder(miss.text("method") + " " + miss.text("path"));
            if (!miss.text("model").isEmpty()) {
                line.append(" model=").append(miss.text("model"));
            }
            if (!test().isEmpty()) {
                line.append(" test=").append(test());
            }
            List<Json> differences = miss.list("nearest", "differences");
            if (!differences.isEmpty()) {
                line.append(": ")
                        .append(differences.get(0).text("where"))
                        .append(' ')
                        .append(differences.get(0).text("what"));
            }
            return line.toString().replaceAll("\\s+", " ");
        }
    }

    /** @throws WrongCallException if there is no server that could know any */
    List<Told> newestFirst() {
        List<Json> misses = sources.server(WITHOUT_SERVER).misses().get();
        List<Told> told = new ArrayList<>();
        int number = 0;
        for (Json miss : misses) {
            number++;
            String id = miss.text("id");
            told.add(new Told(id.isEmpty() ? String.valueOf(number) : id, miss));
        }
        Collections.reverse(told);
        return told;
    }
}
