package io.reprise.formats.curl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The effect of curl's options on the request; options without effect are included. */
enum CurlOption {
    METHOD(Takes.VALUE, "-X", "--request"),
    HEADER(Takes.VALUE, "-H", "--header"),
    DATA(Takes.VALUE, "-d", "--data", "--data-ascii"),
    DATA_RAW(Takes.VALUE, "--data-raw"),
    DATA_BINARY(Takes.VALUE, "--data-binary"),
    DATA_URLENCODE(Takes.VALUE, "--data-urlencode"),
    JSON(Takes.VALUE, "--json"),
    URL(Takes.VALUE, "--url"),
    GET(Takes.NOTHING, "-G", "--get"),
    HEAD(Takes.NOTHING, "-I", "--head"),
    USER_AGENT(Takes.VALUE, "-A", "--user-agent"),
    REFERER(Takes.VALUE, "-e", "--referer"),
    RANGE(Takes.VALUE, "-r", "--range"),
    COMPRESSED(Takes.NOTHING, "--compressed"),
    /** Credentials, which no recording keeps. */
    CREDENTIAL(Takes.VALUE, "-u", "--user", "--oauth2-bearer", "-E", "--cert", "--key", "--pass"),
    /** How curl shows what it does. */
    DISPLAY(
            Takes.NOTHING,
            "-v",
            "--verbose",
            "-i",
            "--include",
            "--show-headers",
            "--no-styled-output",
            "-s",
            "--silent",
            "-S",
            "--show-error",
            "-N",
            "--no-buffer",
            "-#",
            "--progress-bar",
            "--no-progress-meter",
            "-f",
            "--fail",
            "--fail-with-body",
            "--fail-early",
            "--styled-output"),
    /** How curl connects. */
    CONNECTION(
            Takes.NOTHING,
            "-k",
            "--insecure",
            "-L",
            "--location",
            "-g",
            "--globoff",
            "-q",
            "--disable",
            "-0",
            "--http1.0",
            "--http1.1",
            "--http2",
            "--http2-prior-knowledge",
            "--http3",
            "-4",
            "--ipv4",
            "-6",
            "--ipv6",
            "--no-keepalive",
            "--tcp-nodelay",
            "--path-as-is",
            "-n",
            "--netrc",
            "--retry-all-errors",
            "--retry-connrefused",
            "--tlsv1.2",
            "--tlsv1.3",
            "--no-alpn"),
    COOKIE(Takes.VALUE, "-b", "--cookie"),
    WRITE_OUT(Takes.VALUE, "-w", "--write-out"),
    /** Files that curl writes beside the answer. */
    SIDE_FILE(Takes.VALUE, "-D", "--dump-header", "-c", "--cookie-jar", "--stderr", "--trace", "--trace-ascii"),
    /** Limits, the file of the answer, and the like. */
    SETTING(
            Takes.VALUE,
            "-o",
            "--output",
            "-m",
            "--max-time",
            "--connect-timeout",
            "--retry",
            "--retry-delay",
            "--retry-max-time",
            "-x",
            "--proxy",
            "--noproxy",
            "--resolve",
            "--connect-to",
            "--cacert",
            "--capath",
            "--unix-socket",
            "--interface",
            "--limit-rate",
            "--keepalive-time",
            "--max-redirs",
            "-y",
            "--speed-time",
            "-Y",
            "--speed-limit");

    private enum Takes {
        NOTHING,
        VALUE
    }

    private final boolean takesValue;
    private final List<String> spellings;

    CurlOption(Takes takes, String... spellings) {
        this.takesValue = takes == Takes.VALUE;
        this.spellings = List.of(spellings);
    }

    boolean takesValue() {
        return takesValue;
    }

    static Optional<CurlOption> spelled(String spelling) {
        return Arrays.stream(values())
                .filter(option -> option.spellings.contains(spelling))
                .findFirst();
    }
}
