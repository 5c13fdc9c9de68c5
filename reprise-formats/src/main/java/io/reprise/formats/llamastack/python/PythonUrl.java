package io.reprise.formats.llamastack.python;

import java.util.Locale;
import java.util.Set;

/**
 * The parts of a URL as Python's {@code urlparse} finds them, which also splits texts that are not URLs, such as the
 * {@code __databricks__/…} of recordings whose host was hidden.
 *
 * @param host with user and port, as {@code netloc}
 * @param path without parameters after a semicolon, query and fragment
 */
public record PythonUrl(String scheme, String host, String path, String query) {
    private static final Set<String> WITH_PARAMETERS = Set.of(
            "",
            "ftp",
            "hdl",
            "prospero",
            "http",
            "https",
            "shttp",
            "rtsp",
            "rtsps",
            "rtspu",
            "sip",
            "sips",
            "mms",
            "sftp",
            "tel");

    public static PythonUrl parse(String url) {
        String rest = url.strip();
        int colon = rest.indexOf(':');
        String scheme = colon > 0 && rest.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")
                ? rest.substring(0, colon)
                : "";
        rest = scheme.isEmpty() ? rest : rest.substring(colon + 1);
        String host = "";
        if (rest.startsWith("//")) {
            String afterSlashes = rest.substring(2);
            host = afterSlashes.replaceFirst("[/?#].*", "");
            rest = afterSlashes.substring(host.length());
        }
        rest = rest.replaceFirst("#.*", "");
        int mark = rest.indexOf('?');
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        String path = mark < 0 ? rest : rest.substring(0, mark);
        int semicolon = path.indexOf(';', path.lastIndexOf('/') + 1);
        boolean hasParameters = semicolon >= 0 && WITH_PARAMETERS.contains(scheme.toLowerCase(Locale.ROOT));
        return new PythonUrl(scheme, host, hasParameters ? path.substring(0, semicolon) : path, query);
    }
}
