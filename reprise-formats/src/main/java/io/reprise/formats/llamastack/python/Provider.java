package io.reprise.formats.llamastack.python;

/** The provider of an answer, because servers of one API differ in details. */
public enum Provider {
    /** And Azure. */
    OPENAI,
    VLLM,
    OTHER;

    private static final String VLLM_PORT = ":8000";

    public static Provider of(String host) {
        if (host.equals("api.openai.com") || host.endsWith(".openai.azure.com")) {
            return OPENAI;
        }
        return host.endsWith(VLLM_PORT) || host.contains("vllm") ? VLLM : OTHER;
    }
}
