package io.reprise.formats.llamastack;

/** Whose habits an answer follows where servers of one API differ. */
enum Provider {
    /** And Azure. */
    OPENAI,
    VLLM,
    OTHER;

    private static final String VLLM_PORT = ":8000";

    static Provider of(String host) {
        if (host.equals("api.openai.com") || host.endsWith(".openai.azure.com")) {
            return OPENAI;
        }
        return host.endsWith(VLLM_PORT) || host.contains("vllm") ? VLLM : OTHER;
    }
}
