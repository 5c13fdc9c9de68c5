package io.reprise.sigv4;

import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where credentials come from: the variables {@code AWS_ACCESS_KEY_ID} and so on, else the credentials file of the AWS command line. The file
 * is read each time, as it changes when credentials are renewed.
 */
final class CredentialSource {
    private static final String ID = "aws_access_key_id";
    private static final String SECRET = "aws_secret_access_key";
    private static final String TOKEN = "aws_session_token";

    private final Map<String, String> environment;
    private final Path home;

    CredentialSource(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    /**
     * @throws IllegalStateException if there are none; the message says how to give some
     */
    Credentials credentials() {
        return ofVariables()
                .or(this::ofFile)
                .orElseThrow(() -> new IllegalStateException(
                        "it would refuse the client's signature, which is for this server; to have requests signed again, set"
                                + " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN) or AWS_PROFILE where Reprise is started;"
                                + " see docs/aws.md"));
    }

    private Optional<Credentials> ofVariables() {
        return credentials(Map.of(
                ID, variable("AWS_ACCESS_KEY_ID"),
                SECRET, variable("AWS_SECRET_ACCESS_KEY"),
                TOKEN, variable("AWS_SESSION_TOKEN")));
    }

    private Optional<Credentials> ofFile() {
        String named = variable("AWS_SHARED_CREDENTIALS_FILE");
        Path file = named.isEmpty() ? home.resolve(".aws/credentials") : Path.of(named);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        String profile = variable("AWS_PROFILE");
        return credentials(members(file, profile.isEmpty() ? "default" : profile));
    }

    /** The members of a section {@code [name]}. */
    private static Map<String, String> members(Path file, String section) {
        Map<String, String> members = new HashMap<>();
        boolean isIn = false;
        try {
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                int equals = text.indexOf('=');
                if (text.startsWith("[")) {
                    isIn = text.replaceAll("^\\[\\s*|\\s*].*$", "").equals(section);
                } else if (isIn && equals > 0 && !text.startsWith("#")) {
                    members.put(
                            text.substring(0, equals).strip(),
                            text.substring(equals + 1).strip());
                }
            }
        } catch (IOException failed) {
            throw new IllegalStateException(
                    "cannot read the credentials in '" + file + "': " + FileFailures.unreadable(failed)
                            + "; correct that, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                    failed);
        }
        return members;
    }

    private static Optional<Credentials> credentials(Map<String, String> members) {
        String id = members.getOrDefault(ID, "");
        String secret = members.getOrDefault(SECRET, "");
        Optional<String> token = Optional.of(members.getOrDefault(TOKEN, "")).filter(text -> !text.isEmpty());
        return id.isEmpty() || secret.isEmpty() ? Optional.empty() : Optional.of(new Credentials(id, secret, token));
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
