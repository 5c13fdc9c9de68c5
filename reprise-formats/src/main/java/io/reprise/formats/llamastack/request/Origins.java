package io.reprise.formats.llamastack.request;

import io.reprise.formats.llamastack.python.PythonUrl;
import java.util.Optional;

/** The schemes and hosts of upstreams, with which the URLs in files begin. */
public final class Origins {
    private static final String OLLAMA = "http://localhost:11434";
    private static final String OPENAI = "https://api.openai.com";

    /** The value that replaces the host in calls of Google's SDK, which hides it. */
    private static final String VERTEX = "vertexai";

    private Origins() {}

    /**
     * Scheme and host of an upstream.
     *
     * @param upstream its name, which may be its host
     * @param url its base URL, where that is known
     */
    public static String of(String upstream, Optional<String> url, String path) {
        if (url.isPresent()) {
            PythonUrl parsed = PythonUrl.parse(url.get());
            return parsed.scheme() + "://" + parsed.host();
        }
        if (isHost(upstream)) {
            boolean isPlain = upstream.matches("(localhost|[0-9.]+|\\[.*\\]|.*:[0-9]+)") && !upstream.endsWith(":443");
            return (isPlain ? "http://" : "https://") + upstream;
        }
        if (upstream.equals(VERTEX)) {
            return "https://aiplatform.googleapis.com";
        }
        return path.startsWith("/api/") ? OLLAMA : OPENAI;
    }

    /** Whether the name of an upstream is its host. */
    public static boolean isHost(String upstream) {
        return upstream.matches(
                "localhost|[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+(:[0-9]+)?|[A-Za-z0-9.-]+:[0-9]+|\\[[0-9a-f:]+\\](:[0-9]+)?");
    }
}
