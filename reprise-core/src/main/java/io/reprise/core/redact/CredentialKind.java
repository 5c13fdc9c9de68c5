package io.reprise.core.redact;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One kind of credential, recognized by its form.
 *
 * @param name for people, such as {@code API key (sk-…)}
 * @param markers every match begins, after its lead, with one of these texts of at least two ASCII characters; empty if
 *     that is not known
 * @param lead how many characters of a match precede its marker
 * @param pattern its first group, if it has one, is the credential; otherwise the whole match is
 * @param isReal distinguishes credentials from examples
 */
record CredentialKind(String name, List<String> markers, int lead, Pattern pattern, Predicate<String> isReal) {
    private static final String START = "(?<![A-Za-z0-9_-])";

    /** The name of the kind that is found by the name that stands before a value. */
    static final String NAMED_MEMBER = "value of a member whose name says that it is a credential";

    /** The kinds that are known without configuration. */
    static final List<CredentialKind> KNOWN = List.of(
            token("sk-", "(?:[a-z0-9]{2,8}-){0,3}[A-Za-z0-9_-]{20,}"),
            token("AIza", "[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
            token("ya29.", "[A-Za-z0-9_-]{20,}"),
            token("GOCSPX-", "[A-Za-z0-9_-]{24,}"),
            token("AKIA", "[A-Z0-9]{16}(?![A-Za-z0-9])"),
            token("ASIA", "[A-Z0-9]{16}(?![A-Za-z0-9])"),
            token("ABSK", "[A-Za-z0-9+/]{80,}={0,2}"),
            token("IQoJb3JpZ2lu", "[A-Za-z0-9+/]{80,}={0,2}"),
            token("FwoGZXIvYXdz", "[A-Za-z0-9+/]{80,}={0,2}"),
            token("ghp_", "[A-Za-z0-9]{30,}"),
            token("gho_", "[A-Za-z0-9]{30,}"),
            token("ghu_", "[A-Za-z0-9]{30,}"),
            token("ghs_", "[A-Za-z0-9]{30,}"),
            token("ghr_", "[A-Za-z0-9]{30,}"),
            token("github_pat_", "[A-Za-z0-9_]{22,}"),
            token("glpat-", "[A-Za-z0-9_-]{20,}"),
            token("hf_", "[A-Za-z0-9]{30,}"),
            token("gsk_", "[A-Za-z0-9]{32,}"),
            token("csk-", "[A-Za-z0-9]{32,}"),
            token("xai-", "[A-Za-z0-9]{32,}"),
            token("pplx-", "[A-Za-z0-9]{32,}"),
            token("nvapi-", "[A-Za-z0-9_-]{40,}"),
            token("tgp_v1_", "[A-Za-z0-9_-]{30,}"),
            token("r8_", "[A-Za-z0-9]{30,}"),
            token("tvly-", "[A-Za-z0-9-]{24,}"),
            token("jina_", "[A-Za-z0-9_-]{32,}"),
            token("pcsk_", "[A-Za-z0-9_]{32,}"),
            token("lsv2_", "(?:pt|sk)_[A-Za-z0-9_]{32,}"),
            token("dapi", "[a-f0-9]{32}(?![A-Za-z0-9])"),
            token("npm_", "[A-Za-z0-9]{36}(?![A-Za-z0-9])"),
            token("pypi-", "AgEIcHlwaS[A-Za-z0-9_-]{40,}"),
            token("sk_live_", "[A-Za-z0-9]{20,}"),
            token("rk_live_", "[A-Za-z0-9]{20,}"),
            token("xox", "[abeoprs]-[A-Za-z0-9-]{20,}"),
            token("SG.", "[A-Za-z0-9_-]{20,24}\\.[A-Za-z0-9_-]{40,46}(?![A-Za-z0-9_-])"),
            new CredentialKind(
                    "JSON web token",
                    List.of("eyJ"),
                    0,
                    Pattern.compile(START + "eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{16,}"),
                    Examples::isNone),
            new CredentialKind(
                    "bearer token",
                    List.of("earer", "EARER"),
                    1,
                    Pattern.compile("(?i:bearer)[ \\t]+([A-Za-z0-9._~+/-]{20,}=*)"),
                    Examples::looksRandom),
            new CredentialKind(
                    "private key",
                    List.of("-----BEGIN "),
                    0,
                    Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:"
                            + "[A-Za-z0-9+/=\\s\\\\:.,()-]{40,20000}?-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
                            + "|(?:(?:\\s|\\\\{1,4}[nr]){0,8}[A-Za-z0-9+/=]{20,200}){2,200})"),
                    Examples::isLongEnoughForAKey),
            new CredentialKind(
                    "password in a URL",
                    List.of("://"),
                    0,
                    Pattern.compile(
                            "(?<=[A-Za-z0-9])://[^\\s/:@\"'<>\\\\]{0,100}:([^\\s/:@\"'<>\\\\$]{6,100})@[A-Za-z0-9\\[]"),
                    Examples::isNoPassword),
            new CredentialKind(
                    "API key (…JQQJ99…)",
                    List.of("JQQJ99"),
                    52,
                    Pattern.compile("(?<![A-Za-z0-9])[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}(?![A-Za-z0-9])"),
                    Examples::isNone),
            new CredentialKind(
                    NAMED_MEMBER,
                    List.of(
                            "pi_key",
                            "pi-key",
                            "piKey",
                            "pikey",
                            "PI_KEY",
                            "pi key",
                            "ess_key",
                            "essKey",
                            "ESS_KEY",
                            "ret_key",
                            "retKey",
                            "RET_KEY",
                            "ion_key",
                            "ion-key",
                            "ion-Key",
                            "ount_key",
                            "ountKey",
                            "ess_token",
                            "essToken",
                            "ESS_TOKEN",
                            "uth_token",
                            "uthToken",
                            "AUTH_TOKEN",
                            "ion_token",
                            "ionToken",
                            "ION_TOKEN",
                            "ent_secret",
                            "entSecret",
                            "ENT_SECRET",
                            "assword",
                            "ASSWORD"),
                    0,
                    Pattern.compile("(?:(?i:[a-z]{2,7}[_ -]?(?:key|token|secret)|assword))"
                            + "\\\\?[\"']?\\s{0,4}(?::|=>?)\\s{0,4}\\\\?[\"']?([A-Za-z0-9_.~+/!@#%^&*-]{16,}={0,2})"),
                    Examples::looksRandom));

    private static CredentialKind token(String prefix, String rest) {
        return new CredentialKind(
                "API key (" + prefix + "…)",
                List.of(prefix),
                0,
                Pattern.compile(START + Pattern.quote(prefix) + rest),
                prefix.endsWith("-") || prefix.endsWith("_") ? Examples::looksRandom : Examples::isNone);
    }
}
