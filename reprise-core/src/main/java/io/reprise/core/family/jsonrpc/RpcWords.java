package io.reprise.core.family.jsonrpc;

import io.reprise.core.family.ChatWords;
import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** The parts of a JSON-RPC request: its parameters are what is asked. */
final class RpcWords implements RequestWords {
    static final RequestWords WORDS = new RpcWords();

    private RpcWords() {}

    @Override
    public List<String> questions() {
        return List.of("params");
    }

    @Override
    public boolean isContent(String path) {
        return path.startsWith("params") || path.equals("method") || path.equals("body");
    }

    @Override
    public boolean isProse(String path) {
        return ChatWords.USUAL.isProse(path) || path.startsWith("params.arguments.");
    }

    @Override
    public boolean isTools(String path) {
        return path.equals("params.tools");
    }

    @Override
    public Optional<String> toolName(Json tool) {
        return ChatWords.USUAL.toolName(tool);
    }
}
